package dev.parley.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.parley.http.api.OpenApiDocument.Operation;
import dev.parley.protocol.api.RefusalCodes;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;

/** Holds the OpenAPI document to the controllers, to the error table, and to the records of the responses. */
class OpenApiTest {

    private static final String DOCUMENT = "GET /api/v1/openapi.yaml";

    /** The webhook controller answers all methods and paths below its root; only one of them publishes. */
    private static final String HOOK = "POST /hook/{secret}";

    private static final Map<String, String> RECORDS = Map.ofEntries(
            Map.entry("Problem", "ApiJson$ProblemJson"),
            Map.entry("MessagePage", "ApiJson$PageJson"),
            Map.entry("Receipt", "ApiJson$ReceiptJson"),
            Map.entry("RoomPage", "ApiJson$RoomsJson"),
            Map.entry("Room", "RoomView$RoomJson"),
            Map.entry("SearchResult", "ApiJson$FoundJson"),
            Map.entry("FoundMessage", "SearchResultJson$HitJson"),
            Map.entry("UserList", "ApiJson$UsersJson"),
            Map.entry("User", "ApiJson$UserJson"),
            Map.entry("Lines", "ApiJson$LinesJson"),
            Map.entry("SanctionList", "ApiJson$SanctionsJson"),
            Map.entry("Sanction", "ApiJson$SanctionJson"),
            Map.entry("Moderation", "ModerationPayload"),
            Map.entry("Message", "EntryJson$SaidJson"),
            Map.entry("Change", "EntryJson$MarkJson"),
            Map.entry("Reply", "EntryJson$ReplyJson"),
            Map.entry("Reaction", "EntryJson$ReactionJson"));

    private final OpenApiDocument document = OpenApiDocument.read();

    OpenApiTest() throws Exception {}

    /** Returns the methods of controllers by {@code METHOD /path}. */
    private static Map<String, Method> mappings() {
        Map<String, Method> mappings = new TreeMap<>();
        new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.parley.http.api", "dev.parley.http.hook")
                        .stream()
                        .filter(type -> type.isMetaAnnotatedWith(Controller.class))
                        .flatMap(type -> Arrays.stream(type.reflect().getDeclaredMethods()))
                        .forEach(method -> addTo(mappings, method));
        return mappings;
    }

    private static void addTo(Map<String, Method> mappings, Method method) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (mapping == null) {
            return;
        }
        RequestMapping type =
                AnnotatedElementUtils.findMergedAnnotation(method.getDeclaringClass(), RequestMapping.class);
        String root = type == null ? "" : type.path()[0];
        for (String path : mapping.path()) {
            if (path.equals("/hook/**")) {
                mappings.put(HOOK, method);
            }
            for (RequestMethod verb : mapping.method()) {
                mappings.put(verb + " " + root + path, method);
            }
        }
    }

    @Test
    void documentHasTheOperationsOfTheControllersAndNoOther() {
        assertThat(document.operations().keySet())
                .isEqualTo(mappings().keySet())
                .contains(HOOK, DOCUMENT);
    }

    @Test
    void operationsHaveTheParametersOfTheirMethods() {
        mappings().forEach((name, method) -> {
            Operation operation = document.operations().get(name);

            assertThat(operation.parameters("query"))
                    .as("query of " + name)
                    .isEqualTo(Arrays.stream(method.getParameters())
                            .filter(each -> each.isAnnotationPresent(RequestParam.class))
                            .map(OpenApiTest::queryParameter)
                            .collect(Collectors.toSet()));
            assertThat(operation.parameters("path"))
                    .as("path of " + name)
                    .isEqualTo(matches("\\{(\\w+)}", name).collect(Collectors.toSet()));
            if (!name.equals(HOOK)) {
                assertThat(operation.parameters("path"))
                        .isEqualTo(Arrays.stream(method.getParameters())
                                .filter(each -> each.isAnnotationPresent(PathVariable.class))
                                .map(each -> AnnotatedElementUtils.getMergedAnnotation(each, PathVariable.class)
                                        .name())
                                .collect(Collectors.toSet()));
            }
        });
    }

    private static String queryParameter(Parameter parameter) {
        RequestParam query = AnnotatedElementUtils.getMergedAnnotation(parameter, RequestParam.class);
        boolean isRequired = query.required() && query.defaultValue().equals(ValueConstants.DEFAULT_NONE);
        return query.name() + (isRequired ? "" : "?");
    }

    @Test
    void responsesHaveTheStatusesAndCodesOfTheErrorTable() throws Exception {
        String page = Files.readString(Path.of("docs/http-api.md"));
        Map<Integer, Set<String>> table = new TreeMap<>();
        Pattern.compile("(?m)^\\| (\\d{3}) \\| (.*) \\|$")
                .matcher(page)
                .results()
                .forEach(row -> table.put(Integer.valueOf(row.group(1)), codes(row.group(2))));

        Map<Integer, Set<String>> described = new TreeMap<>();
        document.components("responses")
                .forEach((name, response) -> described.put(
                        statusOf(name),
                        codes(OpenApiDocument.map(response).get("description").toString())));

        assertThat(table).isNotEmpty();
        assertThat(described).isEqualTo(table);
    }

    /** Returns the words in code of a text, but for names of headers. */
    private static Set<String> codes(String text) {
        return matches("`([a-z-]+)`", text).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map((MatchResult found) -> found.group(1));
    }

    private static int statusOf(String name) {
        String constant = name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
        return HttpStatus.valueOf(constant).value();
    }

    @Test
    void everyStatusOfARefusalIsDescribed() throws Exception {
        Set<Integer> described = document.components("responses").keySet().stream()
                .map(OpenApiTest::statusOf)
                .collect(Collectors.toSet());

        for (var field : RefusalCodes.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())) {
                String code = (String) field.get(null);
                assertThat(described)
                        .as(code)
                        .contains(Problems.statusOf(Problems.refusal(code, "A sentence."))
                                .value());
            }
        }
    }

    @Test
    void operationsListTheRefusalsOfTheirWay() {
        document.operations().forEach((name, operation) -> {
            Set<String> expected = new HashSet<>();
            if (operation.needsKey()) {
                expected.addAll(List.of("401", "403", "429", "500", "503"));
                if (!operation.parameters().isEmpty()) {
                    expected.add("400");
                }
            }
            if (operation.fields().containsKey("requestBody")) {
                expected.addAll(List.of("400", "408", "413"));
                if (operation.needsKey()) {
                    expected.add("415");
                }
            }
            if (name.contains("{")) {
                expected.add("404");
            }
            if (!name.startsWith("GET")) {
                expected.addAll(List.of("403", "429", "503", "507"));
            }

            assertThat(operation.responses().keySet()).as(name).containsAll(expected);
            assertThat(operation.responses().keySet()).as(name).contains("200");
        });
    }

    @Test
    void referencesLeadToTheComponentsOfTheirStatus() {
        Set<String> references = document.references();
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(document.target(each)).isNotEmpty());

        document.operations()
                .forEach((name, operation) -> operation.responses().forEach((status, response) -> {
                    Object reference = OpenApiDocument.map(response).get("$ref");
                    if (reference != null) {
                        String component = reference.toString().replaceFirst(".*/", "");
                        assertThat(statusOf(component)).as(name).isEqualTo(Integer.parseInt(status));
                    }
                }));
        // No operation of the document has a method that its address does not have.
        assertThat(document.components("responses").keySet())
                .allMatch(each ->
                        each.equals("MethodNotAllowed") || references.contains("#/components/responses/" + each));
        assertThat(document.components("schemas").keySet())
                .allMatch(each -> references.contains("#/components/schemas/" + each));
    }

    @Test
    void schemasHaveTheFieldsOfTheRecords() throws Exception {
        for (Map.Entry<String, String> entry : RECORDS.entrySet()) {
            Map<String, Object> schema = document.target("#/components/schemas/" + entry.getKey());
            RecordComponent[] components =
                    Class.forName("dev.parley.protocol." + entry.getValue()).getRecordComponents();

            assertThat(OpenApiDocument.map(schema.get("properties")).keySet())
                    .as(entry.getKey())
                    .isEqualTo(
                            Arrays.stream(components).map(OpenApiTest::jsonName).collect(Collectors.toSet()));
        }
    }

    private static String jsonName(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null || property.value().isEmpty() ? component.getName() : property.value();
    }

    @Test
    void serverReturnsTheDocumentWithoutAKey() throws Exception {
        try (ApiServer server = new ApiServer()) {
            HttpResponse<String> response = server.get("openapi.yaml", null);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/yaml");
            try (var file = OpenApiDocument.class.getResourceAsStream("openapi.yaml")) {
                assertThat(response.body()).isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            }
            assertThat(response.body()).startsWith("openapi: 3.1");
        }
    }
}
