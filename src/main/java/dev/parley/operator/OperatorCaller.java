package dev.parley.operator;

import dev.parley.room.House;

/**
 * What the operator gives commands to.
 *
 * @param shutdown begins to end the server, and returns at once
 */
record OperatorCaller(House house, Runnable shutdown) {}
