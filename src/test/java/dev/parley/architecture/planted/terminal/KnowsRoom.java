package dev.parley.architecture.planted.terminal;

import java.util.List;

final class KnowsRoom {

    final List<Class<?>> known = List.of(dev.parley.architecture.planted.room.Room.class);
}
