package dev.parley.command;

import dev.parley.chat.room.Invite;
import dev.parley.chat.session.Invites;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The user or the console that creates, lists and revokes invitations. */
sealed interface Inviter {

    /** Returns the room in which the command was typed; null if there is none. */
    @Nullable
    RoomName room();

    /** Returns the id of the user; empty for the console. */
    String userId();

    /** Creates an invitation. */
    CompletionStage<Invites.Result> create(RoomName room, Duration validity);

    /** Returns the valid invitations that are shown. */
    CompletionStage<List<Invite>> all();

    /** Ends an invitation; returns whether there was one. */
    CompletionStage<Boolean> revoke(long number);

    /** A user. */
    record OfUser(CommandSender sender) implements Inviter {

        private Invites invites() {
            return sender.session().chatServer().roomAccess().invites();
        }

        @Override
        public RoomName room() {
            return sender.room();
        }

        @Override
        public String userId() {
            return sender.session().user().id();
        }

        @Override
        public CompletionStage<Invites.Result> create(RoomName room, Duration validity) {
            return invites().create(sender.session(), room, validity);
        }

        @Override
        public CompletionStage<List<Invite>> all() {
            return invites().all(sender.session());
        }

        @Override
        public CompletionStage<Boolean> revoke(long number) {
            return invites().revoke(sender.session(), number);
        }
    }

    /** The console. */
    record OfConsole(OperatorContext context) implements Inviter {

        private Invites invites() {
            return context.chatServer().roomAccess().invites();
        }

        @Override
        public @Nullable RoomName room() {
            return context.room();
        }

        @Override
        public String userId() {
            return "";
        }

        @Override
        public CompletionStage<Invites.Result> create(RoomName room, Duration validity) {
            return invites().create(context.operator(), room, validity);
        }

        @Override
        public CompletionStage<List<Invite>> all() {
            return invites().all();
        }

        @Override
        public CompletionStage<Boolean> revoke(long number) {
            return invites().revoke(number);
        }
    }
}
