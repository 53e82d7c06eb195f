package dev.parley.architecture.planted.terminal.session;

import java.util.List;

final class KnowsScreen {

    final List<Class<?>> known = List.of(org.jline.reader.LineReader.class);
}
