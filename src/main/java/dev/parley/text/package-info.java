/**
 * Value types and the escaping of text that the server and the terminal client share. Depends on the JDK alone, holds no
 * state and starts no thread.
 */
@NullMarked
package dev.parley.text;

import org.jspecify.annotations.NullMarked;
