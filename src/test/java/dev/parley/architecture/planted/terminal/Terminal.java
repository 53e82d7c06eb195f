package dev.parley.architecture.planted.terminal;

import java.util.List;

/** Allowed. */
public final class Terminal {

    final List<Class<?>> known = List.of(
            dev.parley.architecture.planted.stomp.Frame.class,
            org.jline.reader.LineReader.class,
            picocli.CommandLine.class,
            tools.jackson.databind.json.JsonMapper.class);
}
