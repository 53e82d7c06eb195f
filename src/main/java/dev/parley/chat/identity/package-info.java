/**
 * Users and their identity: nicknames and the rules and claims on them, resume tokens, and the addresses that users
 * connect from. Knows no rooms, messages, protocols or frameworks. Unicode libraries are known to the nickname classes only.
 * Owns no thread; every public type is safe to use from any thread.
 */
@NullMarked
package dev.parley.chat.identity;

import org.jspecify.annotations.NullMarked;
