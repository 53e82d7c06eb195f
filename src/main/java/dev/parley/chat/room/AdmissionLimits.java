package dev.parley.chat.room;

import dev.parley.chat.identity.IpAddresses;

/**
 * The limits of users and rooms, in all and by address. An IPv6 network of 64 bits counts as one address, see {@link
 * IpAddresses#clientPrefix}. In every limit, 0 means no limit.
 *
 * @param users the number of users, those within their resume window included
 * @param usersPerAddress the same, of one address other than loopback
 * @param newUsersPerMinute how many new users may log in from one address
 * @param roomsPerAddress how many rooms may exist that were created from one address
 */
public record AdmissionLimits(
        int users, int usersPerAddress, PerAddress newUsersPerMinute, PerAddress roomsPerAddress) {

    /** Admits any number of users and rooms. */
    public static final AdmissionLimits NONE = new AdmissionLimits(0, 0, PerAddress.NONE, PerAddress.NONE);

    /**
     * A limit of one address.
     *
     * @param most the limit; 0 means no limit
     * @param includesLoopback whether the limit applies to loopback
     */
    public record PerAddress(int most, boolean includesLoopback) {

        /** No limit. */
        public static final PerAddress NONE = new PerAddress(0, false);

        /** Returns whether the limit applies to an address. */
        public boolean appliesTo(String address) {
            return most > 0 && (includesLoopback || !IpAddresses.isLoopback(address));
        }
    }

    /** Returns whether {@link #usersPerAddress} applies to an address. */
    public boolean limitsUsersOf(String address) {
        return usersPerAddress > 0 && !IpAddresses.isLoopback(address);
    }
}
