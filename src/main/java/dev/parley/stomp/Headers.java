package dev.parley.stomp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a frame, in order, as people mean them: without escapes. Of a repeated header the first occurrence
 * counts and the others are dropped (STOMP 1.2, "Repeated Header Entries"). Names are case sensitive. Immutable, equal
 * by content and order.
 */
public final class Headers {
    public static final String ACCEPT_VERSION = "accept-version";
    public static final String ACK = "ack";
    public static final String CONTENT_LENGTH = "content-length";
    public static final String CONTENT_TYPE = "content-type";
    public static final String DESTINATION = "destination";
    public static final String HEART_BEAT = "heart-beat";
    public static final String HOST = "host";
    public static final String ID = "id";
    public static final String LOGIN = "login";
    public static final String MESSAGE = "message";
    public static final String MESSAGE_ID = "message-id";
    public static final String PASSCODE = "passcode";
    public static final String RECEIPT = "receipt";
    public static final String RECEIPT_ID = "receipt-id";
    public static final String SELECTOR = "selector";
    public static final String SERVER = "server";
    public static final String SESSION = "session";
    public static final String SUBSCRIPTION = "subscription";
    public static final String TRANSACTION = "transaction";
    public static final String VERSION = "version";

    /** No headers. */
    public static final Headers NONE = new Headers(new String[0]);

    /** Names at even places, their values behind them: few enough that walking beats hashing. */
    private final String[] entries;

    private Headers(String[] entries) {
        this.entries = entries;
    }

    /**
     * These headers: a name, its value, the next name, and so on.
     *
     * @throws IllegalArgumentException if the last name has no value, or a name is empty
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("Headers come in pairs of name and value; the last name has no value.");
        }
        Builder builder = builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /** Starts without headers. */
    public static Builder builder() {
        return new Builder();
    }

    /** The value of this header, which may be empty, or null if there is no such header. */
    public @Nullable String get(String name) {
        for (int i = 0; i < entries.length; i += 2) {
            if (entries[i].equals(name)) {
                return entries[i + 1];
            }
        }
        return null;
    }

    /** Whether there is such a header, even an empty one. */
    public boolean has(String name) {
        return get(name) != null;
    }

    /** How many there are. */
    public int size() {
        return entries.length / 2;
    }

    /** Shows every name and value, in order. */
    public void forEach(BiConsumer<? super String, ? super String> visitor) {
        for (int i = 0; i < entries.length; i += 2) {
            visitor.accept(entries[i], entries[i + 1]);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers headers && Arrays.equals(entries, headers.entries);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(entries);
    }

    /** The names only: among the values are passwords and tokens, which do not belong into logs. */
    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        forEach((name, value) -> names.add(name));
        return names.toString();
    }

    /** Collects headers; confined to one thread. */
    public static final class Builder {
        private final List<String> entries = new ArrayList<>();

        private Builder() {}

        /**
         * Adds this header behind the others, unless there is one of that name already.
         *
         * @throws IllegalArgumentException if the name is empty
         */
        public Builder add(String name, String value) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("A header has a name; this one is empty.");
            }
            for (int i = 0; i < entries.size(); i += 2) {
                if (entries.get(i).equals(name)) {
                    return this;
                }
            }
            entries.add(name);
            entries.add(value);
            return this;
        }

        /** The headers collected so far. */
        public Headers build() {
            return entries.isEmpty() ? NONE : new Headers(entries.toArray(String[]::new));
        }
    }
}
