package dev.parley.architecture.planted.web;

import java.util.List;

final class KnowsCommand {

    final List<Class<?>> known = List.of(dev.parley.architecture.planted.command.Command.class);
}
