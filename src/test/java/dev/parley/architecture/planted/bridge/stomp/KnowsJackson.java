package dev.parley.architecture.planted.bridge.stomp;

import java.util.List;

final class KnowsJackson {

    final List<Class<?>> known = List.of(tools.jackson.databind.json.JsonMapper.class);
}
