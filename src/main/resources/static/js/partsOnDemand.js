import { OnDemand } from './onDemand.js';

/**
 * Creates the parts of the page that the first screen does not need. This is the only module with dynamic imports.
 *
 * @param {{session: object, i18n: import('./i18n.js').I18n, extras: import('./messageExtras.js').MessageExtras,
 *   actions: () => import('./messageActions.js').MessageActions, jump: () => import('./messageJump.js').MessageJump,
 *   base: string, limit: number, nameLimit: number, tab: object, store: object,
 *   files: {token: () => string | null, limit: number},
 *   preferences: import('./preferences.js').Preferences, reload: () => void, failed: () => void}} context base: the address of the page; limit: the longest
 *   message, nameLimit: the longest nickname, in code points; tab and store: the storage of the tab and of the browser
 */
export function createPartsOnDemand({ session, i18n, extras, actions, jump, base, limit, nameLimit, tab, store, preferences, reload, failed, files }) {
  const part = (create) => new OnDemand(create, failed);
  const loaded = async (other) => (await other.load()) ?? Promise.reject(new Error('a part is missing'));

  const emojis = part(async () => {
    const [{ EmojiData }, { parseCommon }] = await Promise.all([import('./emojiData.js'), import('./emojiSearch.js')]);
    return new EmojiData(parseCommon(i18n.text('emoji.common')));
  });
  const prompt = part(async () => new (await import('./actionPrompt.js')).ActionPrompt());
  const parts = {
    emojis,
    prompt,
    uploads: part(async () => new (await import('./uploads.js')).Uploads({ session, i18n, base, ...files })),
    viewer: part(async () => new (await import('./imageViewer.js')).ImageViewer()),
    deletion: part(async () => new (await import('./deletionPrompt.js')).DeletionPrompt(i18n)),
    editor: part(async () => new (await import('./messageEditor.js')).MessageEditor({ session, i18n, storage: tab, limit })),
    highlighter: part(async () => new (await import('./codeHighlighter.js')).CodeHighlighter()),
    offline: part(async () => new (await import('./offlineWorker.js')).OfflineWorker()),
    invite: part(async () => new (await import('./inviteDialog.js')).InviteDialog({ session, i18n })),
    notifications: part(async () => {
      const [{ Alerts }, { Notifications }, { AlertSound }, { LevelChoice }] = await Promise.all(
        [import('./alerts.js'), import('./notifications.js'), import('./alertSound.js'), import('./levelChoice.js')],
      );
      const alerts = new Alerts(session);
      new AlertSound({ alerts, store });
      new LevelChoice({ session, i18n });
      return new Notifications({ session, i18n, alerts, store });
    }),
    person: part(async () => {
      const [{ PersonMenu }, dialog] = await Promise.all([import('./personMenu.js'), loaded(prompt)]);
      return new PersonMenu({ session, i18n, prompt: dialog });
    }),
    preferences: part(async () => {
      const [{ PreferencesDialog }, { ServerBookmarks }] = await Promise.all([import('./preferencesDialog.js'), import('./serverBookmarks.js')]);
      void parts.notifications.load();
      new ServerBookmarks({ i18n, store });
      const shortcuts = () => parts.shortcuts.use((help) => help.open());
      return new PreferencesDialog({ session, i18n, preferences, limit: nameLimit, reload, shortcuts });
    }),
    picker: part(async () => {
      const [{ EmojiPicker }, data] = await Promise.all([import('./emojiPicker.js'), loaded(emojis)]);
      return new EmojiPicker({ i18n, data });
    }),
    replies: part(async () => {
      const { ReplySentences } = await import('./replySentences.js');
      const { lang } = document.documentElement;
      // the server writes its replies in English
      const response = lang === 'en' ? null : await fetch(new URL(`replies?language=${lang}`, document.baseURI));
      return new ReplySentences(response?.ok ? await response.json() : {});
    }),
    roomMenu: part(async () => {
      const [{ RoomMenu }, dialog] = await Promise.all([import('./roomMenu.js'), loaded(prompt)]);
      return new RoomMenu({ session, i18n, prompt: dialog, limit });
    }),
    search: part(async () => new (await import('./messageSearch.js')).MessageSearch({ session, i18n, jump, base })),
    sheet: part(async () => {
      const [{ MessageSheet }, { common }] = await Promise.all([import('./messageSheet.js'), loaded(emojis)]);
      return new MessageSheet({ actions: actions(), i18n, extras, common });
    }),
    shortcuts: part(async () => new (await import('./shortcutHelp.js')).ShortcutHelp()),
  };
  return { ...parts, loadAll: () => void Object.values(parts).forEach((one) => void one.load()) };
}
