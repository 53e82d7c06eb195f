package dev.parley.config;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings below {@code parley.search}.
 *
 * @param enabled whether users can search messages
 */
record SearchProperties(@DefaultValue("true") boolean enabled) {}
