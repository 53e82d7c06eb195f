package dev.parley.websocket;

import dev.parley.room.Admission;
import dev.parley.room.Farewell;
import dev.parley.room.House;
import dev.parley.room.Introduction;
import dev.parley.room.Refusal;
import dev.parley.room.RoomName;
import dev.parley.room.Seat;
import dev.parley.room.Seating;
import dev.parley.room.Since;
import dev.parley.room.Visit;
import dev.parley.stomp.MalformedFrame;
import dev.parley.stomp.StompVersion;
import dev.parley.wire.Destination;
import dev.parley.wire.Etiquette;
import dev.parley.wire.Greeting;
import dev.parley.wire.Narrations;
import dev.parley.wire.Wish;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.broker.AbstractBrokerMessageHandler;

/**
 * The broker, in place of Spring's simple one: lets people in, and gives whoever subscribes to a room a cursor there.
 * Nothing is copied per subscriber and nothing queued; what a room says is taken from the cursor when the session can be
 * written. Runs on the thread that read the frame and never waits.
 */
final class FanOut extends AbstractBrokerMessageHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

    private final House house;
    private final Porter porter;
    private final RoomList roomList;
    private final Narrations narrations = new Narrations();

    FanOut(
            SubscribableChannel in,
            MessageChannel out,
            SubscribableChannel broker,
            House house,
            Porter porter,
            RoomList roomList) {
        super(in, out, broker, List.of("/topic/", "/user/queue/"));
        this.house = house;
        this.porter = porter;
        this.roomList = roomList;
    }

    @Override
    protected void handleMessageInternal(Message<?> message) {
        Request request = Request.in(message);
        SimpMessageType type = SimpMessageHeaderAccessor.getMessageType(message.getHeaders());
        if (request == null || type == null) {
            return;
        }
        switch (type) {
            case CONNECT -> connect(request);
            case SUBSCRIBE -> subscribe(request);
            case UNSUBSCRIBE -> unsubscribe(request);
            case DISCONNECT -> {
                request.connection().done(request.receipt());
                request.connection().quit();
            }
            default -> {
                // SEND is the controller's.
            }
        }
    }

    private void connect(Request request) {
        Connection connection = request.connection();
        Greeting greeting;
        try {
            greeting = Greeting.read(request.frame());
        } catch (MalformedFrame malformed) {
            connection.fail(malformed);
            return;
        }
        connection.greeted(greeting);
        request.intake().hold();
        porter.ask(connection, greeting.passcode(), () -> enter(request, greeting));
    }

    private void enter(Request request, Greeting greeting) {
        Connection connection = request.connection();
        var introduction = Introduction.resumable(greeting.name(), connection.clientInfo(), greeting.token());
        house.enter(introduction, connection)
                .thenAccept(admission -> entered(request, greeting.version(), admission))
                .exceptionally(broken -> {
                    LOG.error("Somebody could not be let in.", broken);
                    connection.farewell(Farewell.storageFailed());
                    return null;
                });
    }

    private static void entered(Request request, StompVersion version, Admission admission) {
        if (admission instanceof Admission.LoggedIn in) {
            goOn(request, version, in.visit());
        } else if (admission instanceof Admission.Refused refused) {
            request.connection().turnAway(refused.refusal());
        }
    }

    private static void goOn(Request request, StompVersion version, Visit visit) {
        try {
            request.intake().goOn(version, () -> request.connection().admit(visit));
        } catch (MalformedFrame malformed) {
            request.connection().fail(malformed);
        }
    }

    private void subscribe(Request request) {
        Connection connection = request.connection();
        Destination destination = request.destination();
        String id = Etiquette.idOf(
                request.frame().headers(), connection.phrasebook().version());
        if (destination == null || id == null) {
            return;
        } else if (destination instanceof Destination.NoRoom) {
            connection.refuse(connection.refused(Refusal.roomInvalid()), request.receipt(), null);
            return;
        }
        Optional<Since> since =
                Wish.read(request.frame().headers(), house.rules().replay()).since();
        if (since.isEmpty()) {
            connection.refuse(connection.refused(Wish.unreadable()), request.receipt(), null);
            return;
        }
        var subscription = connection.subscriptions().add(id, destination);
        if (subscription == null) {
            connection.fail("You have a subscription of that id, or to that destination. UNSUBSCRIBE first.", null);
        } else if (destination instanceof Destination.Hear hear) {
            request.visit()
                    .join(hear.room(), since.get())
                    .thenAccept(seating -> seated(request, subscription, hear.room(), seating));
        } else {
            connection.done(request.receipt());
            if (destination == Destination.Plain.ROOMS) {
                roomList.show(connection);
            }
        }
    }

    private void seated(Request request, Subscriptions.Subscription subscription, RoomName room, Seating seating) {
        Connection connection = request.connection();
        if (seating instanceof Seat seat) {
            connection.done(request.receipt());
            StompVersion version = connection.phrasebook().version();
            subscription.hear(seat.cursor(), narrations.of(version, subscription.id(), room), connection.outbox());
        } else if (seating instanceof Refusal refusal) {
            connection.subscriptions().remove(subscription.id(), connection.outbox());
            connection.refuse(refusal, request.receipt(), null);
        }
    }

    private void unsubscribe(Request request) {
        Connection connection = request.connection();
        String id = Etiquette.idOf(
                request.frame().headers(), connection.phrasebook().version());
        if (id != null) {
            var subscription = connection.subscriptions().remove(id, connection.outbox());
            if (subscription != null && subscription.destination() instanceof Destination.Hear hear) {
                request.visit().leave(hear.room());
            }
        }
        connection.done(request.receipt());
    }
}
