package dev.parley.http.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI document of the API, with references resolved. */
record OpenApiDocument(Map<String, Object> root) {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    /** An operation; {@code parameters} are those of its path as well. */
    record Operation(Map<String, Object> fields, List<Map<String, Object>> parameters) {

        /** Returns the parameters of a place as {@code name} or {@code name?}. */
        Set<String> parameters(String place) {
            Set<String> names = new TreeSet<>();
            parameters.stream()
                    .filter(parameter -> parameter.get("in").equals(place))
                    .forEach(parameter -> names.add(
                            parameter.get("name") + (parameter.get("required").equals(true) ? "" : "?")));
            return names;
        }

        /** Returns the responses by status. */
        Map<String, Object> responses() {
            return map(fields.get("responses"));
        }

        boolean needsKey() {
            return !List.of().equals(fields.get("security"));
        }
    }

    /** Reads the document from the class path. */
    static OpenApiDocument read() throws IOException {
        try (InputStream file = OpenApiDocument.class.getResourceAsStream("openapi.yaml")) {
            return new OpenApiDocument(map(new Yaml(new SafeConstructor(new LoaderOptions())).load(file)));
        }
    }

    /** Returns the operations by {@code METHOD /path}. */
    Map<String, Operation> operations() {
        Map<String, Operation> operations = new TreeMap<>();
        map(root.get("paths"))
                .forEach((path, item) -> map(item).forEach((method, fields) -> {
                    if (METHODS.contains(method)) {
                        List<Map<String, Object>> parameters = new ArrayList<>();
                        list(map(item).get("parameters")).forEach(each -> parameters.add(resolve(each)));
                        list(map(fields).get("parameters")).forEach(each -> parameters.add(resolve(each)));
                        operations.put(
                                method.toUpperCase(Locale.ROOT) + " " + path, new Operation(map(fields), parameters));
                    }
                }));
        return operations;
    }

    /** Returns the part of the components with a name. */
    Map<String, Object> components(String part) {
        return map(map(root.get("components")).get(part));
    }

    /** Follows a reference; returns the value itself if it is none. */
    Map<String, Object> resolve(Object value) {
        Object reference = map(value).get("$ref");
        return reference == null ? map(value) : target(reference.toString());
    }

    /** Returns the object that a reference within the document leads to; fails if there is none. */
    Map<String, Object> target(String reference) {
        Object found = root;
        for (String step : reference.replaceFirst("^#/", "").split("/", -1)) {
            found = map(found).get(step);
            if (found == null) {
                throw new AssertionError("The reference " + reference + " leads nowhere.");
            }
        }
        return map(found);
    }

    /** Returns all references, in any depth. */
    Set<String> references() {
        Set<String> references = new TreeSet<>();
        collect(root, references);
        return references;
    }

    private static void collect(Object value, Set<String> references) {
        if (value instanceof Map<?, ?> fields) {
            if (fields.get("$ref") instanceof String reference) {
                references.add(reference);
            }
            fields.values().forEach(each -> collect(each, references));
        } else if (value instanceof List<?> items) {
            items.forEach(each -> collect(each, references));
        }
    }

    /** Returns an object with its keys as text, as JSON has them. */
    static Map<String, Object> map(Object value) {
        Map<String, Object> fields = new HashMap<>();
        ((Map<?, ?>) value).forEach((key, each) -> fields.put(key.toString(), each));
        return fields;
    }

    private static List<?> list(Object value) {
        return value == null ? List.of() : (List<?>) value;
    }
}
