package dev.parley.chat.search;

/**
 * A place of a term in a text, in UTF-16 code units.
 *
 * @param from the index of its first character
 * @param to the index after its last character
 * @param next the index in the folded text from which to look for the next place
 */
record SearchMark(int from, int to, int next) {}
