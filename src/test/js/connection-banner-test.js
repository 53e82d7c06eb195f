import { ConnectionBanner } from '/js/connectionBanner.js';
import { I18n } from '/js/i18n.js';
import { equal, test, Timers } from './harness.js';

const i18n = new I18n({
  'connection.connecting': 'Connecting',
  'connection.connected': 'Connected',
  'connection.again': 'Connected again',
  'connection.away': 'Offline',
  'connection.lost': 'Connection lost',
  'connection.first': 'Connecting takes long',
  'connection.first.countdown': 'Next in {0} s',
  'connection.countdown': 'Reconnecting in {0} s',
  'connection.trying': 'Reconnecting',
  'connection.try': 'Try now',
  'connection.blocked': '{0} is blocked',
}, 'en-GB');

/** Shows the banner of a page that was just opened. */
function open() {
  document.body.innerHTML = `<div id="chat"><span id="connection"></span><div id="banner" data-kind="quiet"><span id="status"></span>
    <span id="countdown"></span><button id="banner-action" hidden></button></div></div>`;
  const timers = new Timers();
  const banner = new ConnectionBanner(i18n, timers.later);
  const text = (id) => document.getElementById(id).textContent;
  const shown = () => [document.getElementById('banner').dataset.kind, text('status'), text('countdown'), text('connection')];
  return { banner, timers, shown };
}

test('a first connection that is slow is no lost connection', () => {
  const { banner, timers, shown } = open();
  banner.state({ state: 'connecting' });
  equal(shown(), ['quiet', 'Connecting', '', 'Connecting']);
  timers.advance(5_000);
  equal(shown(), ['first', 'Connecting takes long', 'Connecting', 'Connecting']);
  banner.state({ state: 'waiting', until: Date.now() + 3_900 });
  equal(shown(), ['first', 'Connecting takes long', 'Next in 4 s', 'Connecting']);
  equal(document.getElementById('banner-action').textContent, 'Try now');
  banner.state({ state: 'connected' });
  equal(shown(), ['quiet', 'Connected', '', 'Connected']);
});

test('a first connection that is blocked is reported with the address', () => {
  const { banner, timers, shown } = open();
  banner.state({ state: 'waiting', until: Date.now(), reason: { code: 'blocked', sentence: '' } });
  timers.advance(2_000);
  equal(shown().slice(0, 2), ['first', `${location.host} is blocked`]);
});

test('a loss is shown after 2 seconds, and its end is reported', () => {
  const { banner, timers, shown } = open();
  banner.state({ state: 'connected' });
  banner.state({ state: 'waiting', until: Date.now() + 60_000 });
  timers.advance(1_900);
  equal(shown()[0], 'quiet');
  timers.advance(200);
  equal(shown(), ['lost', 'Connection lost', 'Reconnecting in 60 s', 'Offline']);
  banner.state({ state: 'connected' });
  equal(shown(), ['quiet', 'Connected again', '', 'Connected again']);
});

test('a short loss is not shown', () => {
  const { banner, timers, shown } = open();
  banner.state({ state: 'connected' });
  banner.state({ state: 'connecting' });
  timers.advance(1_000);
  banner.state({ state: 'connected' });
  timers.advance(10_000);
  equal(shown(), ['quiet', 'Connected', '', 'Connected']);
});
