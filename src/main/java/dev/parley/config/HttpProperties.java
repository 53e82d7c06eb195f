package dev.parley.config;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The HTTP requests of programs, and those to them: the settings below {@code parley.http}.
 *
 * @param hooksToPrivateNetworks whether outgoing webhooks may go to addresses that are not public
 * @param publicRead whether a server without a password lets clients read messages without a key
 */
record HttpProperties(
        @DefaultValue("false") boolean hooksToPrivateNetworks,
        @DefaultValue("false") boolean publicRead) {}
