package dev.parley.room;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.ResumeToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A house in which nothing happens but by the test's hand: time, threads and disk are fakes. */
public final class QuietHouse {

    public static final HouseRules RULES = new HouseRules(
            new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ZERO);

    final ManualAlarms alarms = new ManualAlarms();
    final MemoryHistory history;
    final Tasks tasks = new Tasks();
    public final House house;
    private final List<Ear> ears = new ArrayList<>();

    public QuietHouse() {
        this(RULES, null);
    }

    /** Another house on the same history, as after a restart. */
    public QuietHouse(HouseRules rules, @Nullable MemoryHistory stored) {
        history = stored == null ? new MemoryHistory(alarms.clock()) : stored;
        house = new House(rules, new Means(history, history, history, alarms.clock(), alarms, tasks, tasks));
    }

    /** Somebody with an ear. */
    public record Guest(Visit visit, Ear ear) {}

    public Guest browser(String name) {
        return browser(name, null);
    }

    public Guest browser(String name, @Nullable ResumeToken token) {
        return enter(Introduction.resumable(name, new ClientInfo("browser", "websocket", "127.0.0.1"), token));
    }

    public Guest netcat(String name) {
        return enter(Introduction.asked(name, new ClientInfo("terminal", "line", "127.0.0.1")));
    }

    public Guest oldClient(String name) {
        return enter(Introduction.notAsked(name, new ClientInfo("terminal", "framed", "127.0.0.1")));
    }

    /** Lets somebody in who is expected to be let in. */
    public Guest enter(Introduction introduction) {
        Ear ear = new Ear();
        Admission admission = get(house.enter(introduction, ear));
        if (admission instanceof Admission.LoggedIn in) {
            ears.add(ear);
            return new Guest(in.visit(), ear);
        }
        throw new AssertionError("not let in: " + admission);
    }

    public Refusal refused(Introduction introduction) {
        return ((Admission.Refused) get(house.enter(introduction, new Ear()))).refusal();
    }

    public Guest inLobby(String name) {
        return join(browser(name), RoomName.LOBBY, new Since.Last(50));
    }

    public Guest inLobbyWith(String name, ResumeToken token) {
        return join(browser(name, token), RoomName.LOBBY, new Since.Last(50));
    }

    public Guest join(Guest guest, RoomName room, Since since) {
        Seating seating = get(guest.visit().join(room, since));
        if (seating instanceof Refusal) {
            throw new AssertionError("not seated: " + seating);
        }
        return guest;
    }

    public Answer say(Guest guest, String text) {
        return say(guest, text, null);
    }

    public Answer say(Guest guest, String text, @Nullable String reference) {
        return get(
                guest.visit().post(RoomName.LOBBY, text, false, reference == null ? null : new Reference(reference)));
    }

    /** What a stage comes to, once everything that can happen has happened. */
    public <T> T get(CompletionStage<T> stage) {
        settle();
        return stage.toCompletableFuture().getNow(null);
    }

    /** Runs and hears everything there is to run and hear; says whether there was anything. */
    public boolean settle() {
        boolean wasBusy = false;
        boolean busy = true;
        while (busy) {
            busy = tasks.runOne();
            for (Ear ear : ears) {
                busy |= ear.listen();
            }
            wasBusy |= busy;
        }
        return wasBusy;
    }

    public void pass(Duration time) {
        settle();
        alarms.pass(time);
        settle();
    }
}
