package dev.parley;

import static dev.parley.chat.moderation.UserAction.BECOME_OPERATOR;
import static dev.parley.chat.moderation.UserAction.CHOOSE_NICKNAME;
import static dev.parley.chat.moderation.UserAction.CONNECT;
import static dev.parley.chat.moderation.UserAction.CREATE_PRIVATE_ROOM;
import static dev.parley.chat.moderation.UserAction.CREATE_ROOM;
import static dev.parley.chat.moderation.UserAction.DELETE_MESSAGE;
import static dev.parley.chat.moderation.UserAction.DOWNLOAD_FILE;
import static dev.parley.chat.moderation.UserAction.EDIT_MESSAGE;
import static dev.parley.chat.moderation.UserAction.FIND_ROOMS;
import static dev.parley.chat.moderation.UserAction.INVITE;
import static dev.parley.chat.moderation.UserAction.JOIN_ROOM;
import static dev.parley.chat.moderation.UserAction.LIST_USERS;
import static dev.parley.chat.moderation.UserAction.LOG_IN;
import static dev.parley.chat.moderation.UserAction.PUBLISH;
import static dev.parley.chat.moderation.UserAction.PUBLISH_IN_LOCKED_ROOM;
import static dev.parley.chat.moderation.UserAction.PUBLISH_TYPING;
import static dev.parley.chat.moderation.UserAction.REACT;
import static dev.parley.chat.moderation.UserAction.READ_HISTORY;
import static dev.parley.chat.moderation.UserAction.READ_STREAM;
import static dev.parley.chat.moderation.UserAction.READ_USER_COUNT;
import static dev.parley.chat.moderation.UserAction.RECEIVE_DIRECT;
import static dev.parley.chat.moderation.UserAction.RUN_COMMAND;
import static dev.parley.chat.moderation.UserAction.RUN_OPERATOR_COMMAND;
import static dev.parley.chat.moderation.UserAction.SEARCH_MESSAGES;
import static dev.parley.chat.moderation.UserAction.SEND_DIRECT;
import static dev.parley.chat.moderation.UserAction.SET_ABSENCE;
import static dev.parley.chat.moderation.UserAction.UPLOAD_FILE;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.session.Session;
import dev.parley.command.TestCommands;
import dev.parley.protocol.Destination;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lists all ways in by reflection, and the actions that each of them is checked as. A new way in fails a test until it is
 * listed here. Ways in without an action change nothing that others see, and read only what an earlier action allowed.
 */
class UserActionCoverageTest {

    private static final Set<UserAction> NONE = Set.of();

    private static final Map<String, Set<UserAction>> SESSION_METHODS = Map.ofEntries(
            entry("user", NONE),
            entry("clientInfo", NONE),
            entry("token", NONE),
            entry("chatServer", NONE),
            entry("rooms", NONE),
            entry("isIn", NONE),
            entry("join", Set.of(JOIN_ROOM, CREATE_ROOM)),
            entry("leave", NONE),
            entry("publish", Set.of(PUBLISH, PUBLISH_IN_LOCKED_ROOM)),
            entry("messageRequests", Set.of(PUBLISH, PUBLISH_IN_LOCKED_ROOM, EDIT_MESSAGE, DELETE_MESSAGE, REACT)),
            entry("nextMessageDelay", NONE),
            entry("sendDirect", Set.of(SEND_DIRECT)),
            entry("subscribeDirect", Set.of(RECEIVE_DIRECT)),
            entry("unsubscribeDirect", NONE),
            entry("typing", Set.of(PUBLISH_TYPING)),
            entry("rename", Set.of(CHOOSE_NICKNAME)),
            entry("tryAcquireCommandPermit", Set.of(RUN_COMMAND)),
            entry("reserveRequest", NONE),
            entry("limitResumeWindow", NONE),
            entry("close", NONE));

    private static final Map<String, Set<UserAction>> MAPPINGS = Map.ofEntries(
            entry("PageController.page", Set.of(READ_USER_COUNT)),
            // These contain nothing of users or messages.
            entry("PageController.replies", NONE),
            entry("WebAppController.manifest", NONE),
            entry("WebAppController.serviceWorker", NONE),
            entry("WebAppController.offline", NONE),
            entry("DocumentController.document", NONE),
            entry("HookController.receive", Set.of(PUBLISH, PUBLISH_IN_LOCKED_ROOM)),
            entry("HistoryController.messages", Set.of(READ_HISTORY)),
            entry("RoomSearchController.rooms", Set.of(FIND_ROOMS)),
            entry("FileUploadController.uploadForRoom", Set.of(UPLOAD_FILE)),
            entry("FileUploadController.uploadForUser", Set.of(UPLOAD_FILE)),
            entry("FileDownloadController.content", Set.of(DOWNLOAD_FILE)),
            entry("FileDownloadController.thumbnail", Set.of(DOWNLOAD_FILE)),
            entry("MessageController.publish", Set.of(PUBLISH)),
            entry("MessageController.change", Set.of(EDIT_MESSAGE, DELETE_MESSAGE, REACT)),
            entry("MessageController.typing", Set.of(PUBLISH_TYPING)),
            entry("MessageController.findRooms", Set.of(RUN_COMMAND)),
            entry("MessageController.findMessages", Set.of(SEARCH_MESSAGES, RUN_COMMAND)),
            entry("MessageController.sendDirect", Set.of(SEND_DIRECT)),
            entry("MessageController.runCommand", Set.of(RUN_COMMAND)),
            entry("ApiRoomController.rooms", Set.of(FIND_ROOMS)),
            entry("ApiMessageController.messages", Set.of(READ_HISTORY)),
            entry("ApiMessageController.publish", Set.of(PUBLISH, PUBLISH_IN_LOCKED_ROOM)),
            entry("ApiMessageController.edit", Set.of(EDIT_MESSAGE)),
            entry("ApiMessageController.delete", Set.of(DELETE_MESSAGE)),
            entry("ApiSearchController.messages", Set.of(SEARCH_MESSAGES)),
            entry("ExportController.export", Set.of(READ_HISTORY)),
            entry("StreamController.stream", Set.of(READ_STREAM)),
            entry("ApiUserController.users", Set.of(LIST_USERS)),
            entry("ApiModerationController.kick", Set.of(RUN_OPERATOR_COMMAND)),
            entry("ApiModerationController.bans", Set.of(RUN_OPERATOR_COMMAND)),
            entry("ApiModerationController.ban", Set.of(RUN_OPERATOR_COMMAND)),
            entry("ApiModerationController.unban", Set.of(RUN_OPERATOR_COMMAND)),
            entry("ApiModerationController.mutes", Set.of(RUN_OPERATOR_COMMAND)),
            entry("ApiModerationController.mute", Set.of(RUN_OPERATOR_COMMAND)),
            entry("ApiModerationController.unmute", Set.of(RUN_OPERATOR_COMMAND)));

    private static final Map<String, Set<UserAction>> DESTINATIONS = Map.ofEntries(
            entry("RoomTopic", Set.of(JOIN_ROOM, CREATE_ROOM)),
            entry("Post", Set.of(PUBLISH)),
            entry("Edit", Set.of(EDIT_MESSAGE)),
            entry("Delete", Set.of(DELETE_MESSAGE)),
            entry("React", Set.of(REACT)),
            entry("Typing", Set.of(PUBLISH_TYPING)),
            entry("User", Set.of(SEND_DIRECT)),
            entry("InvalidRoom", NONE),
            entry("COMMANDS", Set.of(RUN_COMMAND)),
            entry("SEARCH", Set.of(RUN_COMMAND)),
            entry("FOUND_ROOMS", NONE),
            entry("SEARCH_MESSAGES", Set.of(SEARCH_MESSAGES, RUN_COMMAND)),
            entry("FOUND_MESSAGES", NONE),
            entry("ROOMS", NONE),
            entry("REFUSALS", NONE),
            entry("DIRECT", Set.of(RECEIVE_DIRECT)),
            entry("ANSWERS", NONE),
            entry("SESSION", NONE));

    private static final Map<String, Set<UserAction>> COMMANDS = Map.ofEntries(
            entry("help", NONE),
            entry("who", NONE),
            entry("rooms", NONE),
            entry("join", Set.of(JOIN_ROOM, CREATE_ROOM)),
            entry("private", Set.of(CREATE_PRIVATE_ROOM, CREATE_ROOM)),
            entry("leave", NONE),
            entry("me", Set.of(PUBLISH)),
            entry("msg", Set.of(SEND_DIRECT)),
            entry("edit", Set.of(EDIT_MESSAGE, RUN_OPERATOR_COMMAND)),
            entry("delete", Set.of(DELETE_MESSAGE, RUN_OPERATOR_COMMAND)),
            entry("reply", Set.of(PUBLISH)),
            entry("react", Set.of(REACT)),
            entry("search", Set.of(SEARCH_MESSAGES)),
            entry("nick", Set.of(CHOOSE_NICKNAME)),
            entry("away", Set.of(SET_ABSENCE)),
            entry("last", NONE),
            entry("quit", NONE),
            entry("ignore", NONE),
            entry("unignore", NONE),
            entry("ignored", NONE),
            entry("invite", Set.of(INVITE)),
            entry("invites", NONE),
            entry("op", Set.of(BECOME_OPERATOR)),
            entry("kick", Set.of(RUN_OPERATOR_COMMAND)),
            entry("ban", Set.of(RUN_OPERATOR_COMMAND)),
            entry("unban", Set.of(RUN_OPERATOR_COMMAND)),
            entry("mute", Set.of(RUN_OPERATOR_COMMAND)),
            entry("unmute", Set.of(RUN_OPERATOR_COMMAND)),
            entry("topic", Set.of(RUN_OPERATOR_COMMAND)),
            entry("lock", Set.of(RUN_OPERATOR_COMMAND)),
            entry("unlock", Set.of(RUN_OPERATOR_COMMAND)),
            entry("slow", Set.of(RUN_OPERATOR_COMMAND)),
            entry("announce", Set.of(RUN_OPERATOR_COMMAND)),
            entry("close", Set.of(RUN_OPERATOR_COMMAND)),
            entry("hook", Set.of(RUN_OPERATOR_COMMAND)),
            entry("hooks", Set.of(RUN_OPERATOR_COMMAND)),
            entry("operators", Set.of(RUN_OPERATOR_COMMAND)),
            entry("deop", Set.of(RUN_OPERATOR_COMMAND)),
            entry("bot", Set.of(RUN_OPERATOR_COMMAND)),
            entry("bots", Set.of(RUN_OPERATOR_COMMAND)));

    @Test
    void everyPublicMethodOfASessionIsListed() {
        assertThat(Arrays.stream(Session.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(Method::getName)
                        .collect(Collectors.toSet()))
                .isEqualTo(SESSION_METHODS.keySet());
    }

    @Test
    void everyMappingOfHttpAndWebSocketIsListed() {
        assertThat(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.parley").stream()
                                .filter(type -> type.isAnnotatedWith(Controller.class)
                                        || type.isAnnotatedWith(RestController.class))
                                .flatMap(type -> Arrays.stream(type.reflect().getDeclaredMethods()))
                                .filter(UserActionCoverageTest::isMapped)
                                .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName())
                                .collect(Collectors.toSet()))
                .isEqualTo(MAPPINGS.keySet());
    }

    private static boolean isMapped(Method method) {
        return Stream.of(RequestMapping.class, MessageMapping.class)
                .anyMatch(mapping -> AnnotatedElementUtils.hasAnnotation(method, mapping));
    }

    @Test
    void everyDestinationOfStompIsListed() {
        Stream<String> types = Arrays.stream(Destination.class.getPermittedSubclasses())
                .filter(type -> !type.isEnum())
                .map(Class::getSimpleName);
        Stream<String> constants = Arrays.stream(Destination.Fixed.values()).map(Enum::name);

        assertThat(Stream.concat(types, constants).collect(Collectors.toSet())).isEqualTo(DESTINATIONS.keySet());
    }

    @Test
    void everyUserCommandIsListed() {
        assertThat(TestCommands.registry().all().stream()
                        .map(command -> command.usage().replaceAll("/([a-z]+).*", "$1"))
                        .collect(Collectors.toSet()))
                .isEqualTo(COMMANDS.keySet());
    }

    @Test
    void everyActionHasAWayIn() {
        Set<UserAction> reached = EnumSet.of(CONNECT, LOG_IN);
        List.of(SESSION_METHODS, MAPPINGS, DESTINATIONS, COMMANDS).stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .forEach(reached::addAll);

        assertThat(reached).containsExactlyInAnyOrder(UserAction.values());
    }
}
