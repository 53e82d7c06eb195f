package dev.parley.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.chat.identity.Presence;
import dev.parley.chat.identity.PublicUserId;
import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.RoomSettings;
import dev.parley.protocol.api.EventTypes;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Encodes room events as JSON objects with a {@code type}. The records are the objects, their components the fields in
 * order. Immutable.
 */
public final class JsonEventEncoder implements EventEncoder<byte[]> {

    private record PresenceJson(
            String name,
            String userId,
            String via,
            long idle,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) String away) {
        static List<PresenceJson> of(List<Presence> people) {
            return people.stream()
                    .map(person -> new PresenceJson(
                            person.name(),
                            PublicUserId.of(person.userId()),
                            person.via(),
                            person.idle().toSeconds(),
                            person.absence()))
                    .toList();
        }
    }

    private record PeopleJson(int count, List<PresenceJson> first) {}

    /** The settings of a room that are not those of a new one. */
    private record RoomSettingsJson(boolean locked, long slow) {
        static @Nullable RoomSettingsJson of(RoomSettings settings) {
            return settings.equals(RoomSettings.NONE)
                    ? null
                    : new RoomSettingsJson(settings.locked(), settings.slow().toSeconds());
        }
    }

    private record WelcomeJson(
            String type,
            String room,
            String topic,
            String position,
            String head,
            boolean recovered,
            @Nullable String reason,
            PeopleJson people,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            RoomSettingsJson settings) {}

    private record JoinedJson(
            String type,
            String name,
            String userId,
            String via,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) String away,
            String at) {}

    private record LeftJson(String type, String name, String userId, String reason, String at) {}

    private record RenamedJson(String type, String from, String to, String userId, String at) {}

    private record AwayJson(String type, String name, String userId, String text, String at) {}

    private record GatheredJson(String type, int people, List<PresenceJson> joined, List<String> left, String at) {}

    private record TypingJson(String type, String name, String userId) {}

    private record TopicJson(String type, String text, String by, String at) {}

    private record SettingsJson(String type, boolean locked, long slow, String by, String at) {}

    private record ClosingJson(String type, String reason, long retryAfterMs) {}

    private final Predicate<Message> byOperator;

    /** @param byOperator returns whether an operator sent a message */
    public JsonEventEncoder(Predicate<Message> byOperator) {
        this.byOperator = byOperator;
    }

    @Override
    public byte[] said(RoomEvent.Said event) {
        return Json.encode(EntryJson.said(event.message(), byOperator.test(event.message())));
    }

    @Override
    public byte[] edited(RoomEvent.Edited event) {
        return Json.encode(EntryJson.edited(event.entry()));
    }

    @Override
    public byte[] deleted(RoomEvent.Deleted event) {
        return Json.encode(EntryJson.deleted(event.entry()));
    }

    @Override
    public byte[] reacted(RoomEvent.Reacted event) {
        return Json.encode(EntryJson.reacted(event.entry()));
    }

    @Override
    public byte[] welcome(RoomEvent.Welcome event) {
        return Json.encode(new WelcomeJson(
                EventTypes.WELCOME,
                event.room().text(),
                event.topic(),
                event.position().toString(),
                event.head().toString(),
                event.recovered(),
                event.reason(),
                new PeopleJson(event.count(), PresenceJson.of(event.first())),
                RoomSettingsJson.of(event.settings())));
    }

    @Override
    public byte[] joined(RoomEvent.Joined event) {
        return Json.encode(new JoinedJson(
                EventTypes.JOINED,
                event.name(),
                PublicUserId.of(event.userId()),
                event.via(),
                event.absence(),
                Json.time(event.at())));
    }

    @Override
    public byte[] left(RoomEvent.Left event) {
        return Json.encode(new LeftJson(
                EventTypes.LEFT, event.name(), PublicUserId.of(event.userId()), event.reason(), Json.time(event.at())));
    }

    @Override
    public byte[] renamed(RoomEvent.Renamed event) {
        return Json.encode(new RenamedJson(
                EventTypes.RENAMED, event.from(), event.to(), PublicUserId.of(event.userId()), Json.time(event.at())));
    }

    @Override
    public byte[] away(RoomEvent.Away event) {
        return Json.encode(new AwayJson(
                EventTypes.AWAY, event.name(), PublicUserId.of(event.userId()), event.text(), Json.time(event.at())));
    }

    @Override
    public byte[] gathered(RoomEvent.Gathered event) {
        return Json.encode(new GatheredJson(
                EventTypes.PRESENCE,
                event.people(),
                PresenceJson.of(event.joined()),
                event.left(),
                Json.time(event.at())));
    }

    @Override
    public byte[] typing(RoomEvent.Typing event) {
        return Json.encode(new TypingJson(EventTypes.TYPING, event.name(), PublicUserId.of(event.userId())));
    }

    @Override
    public byte[] topic(RoomEvent.Topic event) {
        return Json.encode(new TopicJson(EventTypes.TOPIC, event.text(), event.by(), Json.time(event.at())));
    }

    @Override
    public byte[] settings(RoomEvent.Settings event) {
        return Json.encode(new SettingsJson(
                EventTypes.SETTINGS,
                event.settings().locked(),
                event.settings().slow().toSeconds(),
                event.by(),
                Json.time(event.at())));
    }

    @Override
    public byte[] closing(RoomEvent.Closing event) {
        return Json.encode(new ClosingJson(
                EventTypes.CLOSING, event.reason(), event.retryAfter().toMillis()));
    }
}
