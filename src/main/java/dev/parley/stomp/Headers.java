package dev.parley.stomp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a frame, in order and without escapes. The first occurrence of a repeated header counts (STOMP 1.2,
 * "Repeated Header Entries"). Names are case-sensitive. Immutable; equal by content and order.
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

    public static final Headers NONE = new Headers(new String[0]);

    /** Names at even indexes, followed by their values; a linear search is fastest for so few. */
    private final String[] entries;

    private Headers(String[] entries) {
        this.entries = entries;
    }

    /**
     * Returns headers from alternating names and values.
     *
     * @throws IllegalArgumentException if the last name has no value, or a name is empty
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("Headers are pairs of name and value, but the last name has no value.");
        }
        Builder builder = builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /** Returns an empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the value of a header, which may be empty; null if the header is missing. */
    public @Nullable String get(String name) {
        for (int i = 0; i < entries.length; i += 2) {
            if (entries[i].equals(name)) {
                return entries[i + 1];
            }
        }
        return null;
    }

    /** Returns whether the header is present, even if empty. */
    public boolean has(String name) {
        return get(name) != null;
    }

    /** Returns the number of headers. */
    public int size() {
        return entries.length / 2;
    }

    /** Calls the visitor with each name and value, in order. */
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

    /** Returns only the names, because values may be passwords or tokens. */
    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        forEach((name, value) -> names.add(name));
        return names.toString();
    }

    /** A builder of headers. Confined to one thread. */
    public static final class Builder {
        private final List<String> entries = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a header unless one with this name is present.
         *
         * @throws IllegalArgumentException if the name is empty
         */
        public Builder add(String name, String value) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("The name of a header must not be empty.");
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

        /** Returns the headers added so far. */
        public Headers build() {
            return entries.isEmpty() ? NONE : new Headers(entries.toArray(String[]::new));
        }
    }
}
