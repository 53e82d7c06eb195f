package dev.parley.config;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The HTTP requests of programs, and those to them: the settings below {@code parley.http}.
 *
 * @param hooksToPrivateNetworks whether outgoing webhooks may go to addresses that are not public
 * @param publicRead whether a server without a password lets clients read messages without a key
 * @param maxStreams streams at the same time; 0 for no limit
 * @param maxStreamsPerAddress streams of one remote address at the same time; 0 for no limit; loopback is exempt
 */
record HttpProperties(
        @DefaultValue("false") boolean hooksToPrivateNetworks,
        @DefaultValue("false") boolean publicRead,
        @DefaultValue("2000") int maxStreams,
        @DefaultValue("50") int maxStreamsPerAddress) {

    /** Checks the limits. */
    HttpProperties {
        SettingValidators.number("parley.http.max-streams", maxStreams, 0, 1_000_000);
        SettingValidators.number("parley.http.max-streams-per-address", maxStreamsPerAddress, 0, 1_000_000);
    }
}
