package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the dependencies between the modules of the page. */
class ModuleDependenciesTest {

    private static final Set<String> PURE = Set.of(
            "searchResults.js",
            "backoff.js",
            "dayChange.js",
            "roomName.js",
            "roomFinder.js",
            "splitText.js",
            "visibleText.js",
            "messageGrouping.js",
            "messageState.js",
            "messageChanges.js",
            "historyWindow.js",
            "presenceEntry.js",
            "permalink.js",
            "emojiSearch.js",
            "ignoredUsers.js",
            "notificationLevels.js",
            "quietCommand.js",
            "ignoreCommand.js",
            "settingsNotice.js",
            "alerts.js",
            "onDemand.js",
            "operatorCommands.js",
            "sendQueue.js",
            "directConversation.js",
            "directConversations.js",
            "timeline.js",
            "parseInput.js",
            "markup.js",
            "inlineMarkup.js",
            "mentions.js",
            "codeLanguages.js",
            "fileLine.js",
            "names.js",
            "nameColors.js",
            "eventText.js",
            "pendingMessages.js",
            "position.js",
            "presence.js",
            "messageId.js",
            "outgoingMessages.js",
            "room.js",
            "typing.js",
            "unread.js",
            "stored.js",
            "session.js",
            "i18n.js");

    private static final Set<String> VIEWS = Set.of(
            "completion.js",
            "composer.js",
            "sidePanels.js",
            "roomHeader.js",
            "joinForm.js",
            "keyboard.js",
            "connectionBanner.js",
            "notifications.js",
            "alertSound.js",
            "levelChoice.js",
            "peopleList.js",
            "preferences.js",
            "readMarker.js",
            "roomList.js",
            "roomSearch.js",
            "messageRenderer.js",
            "messageText.js",
            "fileInput.js",
            "fileMessage.js",
            "imageViewer.js",
            "uploads.js",
            "codeHighlighter.js",
            "messageExtras.js",
            "messageActions.js",
            "messageEditor.js",
            "messageJump.js",
            "messageRows.js",
            "messageSearch.js",
            "messageSheet.js",
            "messageToolbar.js",
            "longPress.js",
            "actionStatus.js",
            "actionPrompt.js",
            "menu.js",
            "personMenu.js",
            "replySentences.js",
            "roomMenu.js",
            "copyText.js",
            "deletionPrompt.js",
            "emojiPicker.js",
            "emptyRoom.js",
            "focusRules.js",
            "preferencesDialog.js",
            "replyBar.js",
            "scroll.js",
            "serverBookmarks.js",
            "shortcutHelp.js",
            "quickSwitcher.js",
            "documentTitle.js",
            "transcript.js");

    /** The modules that the page loads when they are needed, in addition to those that the first screen loads. */
    private static final Set<String> ON_DEMAND = Set.of(
            "actionPrompt.js",
            "alertSound.js",
            "alerts.js",
            "codeHighlighter.js",
            "codeLanguages.js",
            "deletionPrompt.js",
            "emojiData.js",
            "emojiPicker.js",
            "emojiSearch.js",
            "imageViewer.js",
            "inviteDialog.js",
            "inviteLink.js",
            "levelChoice.js",
            "menu.js",
            "messageEditor.js",
            "messageSearch.js",
            "messageSheet.js",
            "notifications.js",
            "offlineWorker.js",
            "operatorCommands.js",
            "personMenu.js",
            "preferencesDialog.js",
            "replySentences.js",
            "roomMenu.js",
            "searchResults.js",
            "serverBookmarks.js",
            "shortcutHelp.js",
            "uploadProblem.js",
            "uploads.js");

    private static final Pattern DYNAMIC_IMPORT = Pattern.compile("import\\('\\./([a-zA-Z0-9]+\\.js)'\\)");
    private static final Pattern IMPORT = Pattern.compile("from '\\./([a-zA-Z0-9]+\\.js)'");
    private static final Pattern DOCUMENT =
            Pattern.compile("\\b(document|window|navigator|location|fetch|localStorage|sessionStorage|matchMedia)[.(]");
    private static final Pattern FROM_TEXT = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|setHTML|DOMParser|\\beval\\(|new Function");

    private final Map<String, String> scripts = PageSite.scripts();

    @Test
    void pureModulesUseNoDocumentAndImportOnlyPureModules() {
        for (String name : PURE) {
            String script = scripts.getOrDefault(name, "");
            assertThat(script).as(name).isNotEmpty();
            assertThat(code(script)).as(name).doesNotContainPattern(DOCUMENT);
            assertThat(imports(script)).as(name).isSubsetOf(PURE);
        }
    }

    @Test
    void viewsDoNotImportTheConnection() {
        for (String name : VIEWS) {
            assertThat(imports(scripts.getOrDefault(name, "")))
                    .as(name)
                    .doesNotContain("connection.js", "sessionProtocol.js", "transport.js", "sendQueue.js");
        }
    }

    @Test
    void firstScreenLoadsAllModulesButThoseOnDemand() {
        Set<String> first = reachable(Set.of("main.js"));
        Set<String> others = reachable(Set.copyOf(dynamicImports("partsOnDemand.js")));
        others.removeAll(first);

        assertThat(others).containsExactlyInAnyOrderElementsOf(ON_DEMAND);
        first.addAll(others);
        first.add("startCheck.js"); // a script of the page itself
        assertThat(first).containsExactlyInAnyOrderElementsOf(scripts.keySet());
    }

    @Test
    void oneModuleImportsDynamically() {
        scripts.forEach((name, script) -> {
            if (!name.equals("partsOnDemand.js")) {
                assertThat(code(script)).as(name).doesNotContain("import(");
            }
        });
    }

    /** Returns the modules with all that they import statically. */
    private Set<String> reachable(Set<String> modules) {
        Set<String> reached = new TreeSet<>();
        Deque<String> waiting = new ArrayDeque<>(modules);
        while (!waiting.isEmpty()) {
            String name = waiting.remove();
            if (reached.add(name)) {
                waiting.addAll(imports(scripts.getOrDefault(name, "")));
            }
        }
        return reached;
    }

    private List<String> dynamicImports(String module) {
        return DYNAMIC_IMPORT
                .matcher(code(scripts.getOrDefault(module, "")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void noModuleImportsMain() {
        scripts.forEach((name, script) -> assertThat(imports(script)).as(name).doesNotContain("main.js"));
    }

    @Test
    void noModuleParsesHtml() {
        scripts.forEach((name, script) -> assertThat(script).as(name).doesNotContainPattern(FROM_TEXT));
    }

    @Test
    void moduleHasAtMostOneClassAndPrivateFields() {
        scripts.forEach((name, script) -> {
            assertThat(Pattern.compile("(?m)^(export )?class ").matcher(script).results())
                    .as(name)
                    .hasSizeLessThan(2);
            assertThat(script).as(name).doesNotContainPattern("this\\._");
        });
    }

    private static List<String> imports(String script) {
        return IMPORT.matcher(script).results().map(found -> found.group(1)).toList();
    }

    /** Returns the code without comments, because comments may mention documents. */
    private static String code(String script) {
        return Stream.of(script.split("\n", -1))
                .filter(line -> !line.strip().startsWith("*")
                        && !line.strip().startsWith("//")
                        && !line.strip().startsWith("/**"))
                .reduce("", (all, line) -> all + "\n" + line);
    }
}
