package dev.parley.storage.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.RelaySignal;
import dev.parley.text.RoomName;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text of a signal: one line of ASCII, a word for the kind and the fields in URL encoding. A line of a kind that this
 * version does not know is ignored, so that nodes of 2 versions can run together.
 */
final class RelayCodec {

    private RelayCodec() {}

    static String encode(RelaySignal signal) {
        if (signal instanceof RelaySignal.MessagesAppended appended) {
            return line("messages", appended.room().text(), appended.epoch(), Long.toString(appended.head()));
        } else if (signal instanceof RelaySignal.TopicChanged changed) {
            return line("topic", changed.room().text(), changed.by());
        } else if (signal instanceof RelaySignal.SettingsChanged changed) {
            return line("settings", changed.room().text(), changed.by());
        } else if (signal instanceof RelaySignal.Typing typing) {
            return line("typing", typing.room().text(), typing.userId(), typing.name());
        } else if (signal instanceof RelaySignal.PresenceChanged changed) {
            return line("presence", changed.room().text());
        } else if (signal instanceof RelaySignal.ClaimChanged changed) {
            return line("renamed", changed.userId());
        } else if (signal instanceof RelaySignal.UserKicked kicked) {
            return line("kicked", kicked.userId(), kicked.reason());
        } else if (signal instanceof RelaySignal.DirectMessagesStored stored) {
            return line("direct", stored.userIds().toArray(String[]::new));
        } else if (signal instanceof RelaySignal.SanctionsChanged) {
            return line("sanctions");
        } else if (signal instanceof RelaySignal.AccessChanged changed) {
            return line("access", changed.room().text());
        } else if (signal instanceof RelaySignal.OperatorsChanged) {
            return line("operators");
        } else if (signal instanceof RelaySignal.BotsChanged) {
            return line("bots");
        } else if (signal instanceof RelaySignal.HooksChanged) {
            return line("hooks");
        } else if (signal instanceof RelaySignal.OperatorActed acted) {
            return line("acted", acted.line(), acted.userId());
        }
        return line("lost");
    }

    private static String line(String kind, String... fields) {
        return Stream.concat(Stream.of(kind), Arrays.stream(fields).map(field -> URLEncoder.encode(field, UTF_8)))
                .collect(Collectors.joining(" "));
    }

    /** Returns the signal of a line; empty if this version does not know it. */
    static Optional<RelaySignal> decode(String line) {
        String[] words = line.split(" ", -1);
        List<String> fields = Arrays.stream(words)
                .skip(1)
                .map(field -> URLDecoder.decode(field, UTF_8))
                .toList();
        try {
            return switch (words[0] + fields.size()) {
                case "messages3" ->
                    Optional.of(new RelaySignal.MessagesAppended(
                            room(fields), fields.get(1), Long.parseLong(fields.get(2))));
                case "topic2" -> Optional.of(new RelaySignal.TopicChanged(room(fields), fields.get(1)));
                case "settings2" -> Optional.of(new RelaySignal.SettingsChanged(room(fields), fields.get(1)));
                case "typing3" -> Optional.of(new RelaySignal.Typing(room(fields), fields.get(1), fields.get(2)));
                case "presence1" -> Optional.of(new RelaySignal.PresenceChanged(room(fields)));
                case "renamed1" -> Optional.of(new RelaySignal.ClaimChanged(fields.get(0)));
                case "kicked2" -> Optional.of(new RelaySignal.UserKicked(fields.get(0), fields.get(1)));
                case "sanctions0" -> Optional.of(new RelaySignal.SanctionsChanged());
                case "access1" -> Optional.of(new RelaySignal.AccessChanged(room(fields)));
                case "operators0" -> Optional.of(new RelaySignal.OperatorsChanged());
                case "bots0" -> Optional.of(new RelaySignal.BotsChanged());
                case "hooks0" -> Optional.of(new RelaySignal.HooksChanged());
                case "acted2" -> Optional.of(new RelaySignal.OperatorActed(fields.get(0), fields.get(1)));
                case "lost0" -> Optional.of(new RelaySignal.SignalsLost());
                default ->
                    words[0].equals("direct")
                            ? Optional.of(new RelaySignal.DirectMessagesStored(Set.copyOf(fields)))
                            : Optional.empty();
            };
        } catch (IllegalArgumentException ignored) {
            return Optional.empty();
        }
    }

    private static RoomName room(List<String> fields) {
        return new RoomName(fields.get(0));
    }
}
