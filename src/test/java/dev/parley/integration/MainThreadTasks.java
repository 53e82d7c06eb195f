package dev.parley.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * Measures the tasks of the main thread of a page with the trace of Chromium, in processor time. Unlike elapsed time,
 * processor time does not depend on the other load of the machine.
 */
final class MainThreadTasks {

    private static final List<String> CATEGORIES = List.of("-*", "disabled-by-default-devtools.timeline");
    private static final double MICROS = 1_000;

    private final Browser browser;

    private MainThreadTasks(Browser browser) {
        this.browser = browser;
    }

    /** Starts to record the tasks of a page. */
    static MainThreadTasks of(Page page) {
        Browser browser = page.context().browser();
        browser.startTracing(page, new Browser.StartTracingOptions().setCategories(CATEGORIES));
        return new MainThreadTasks(browser);
    }

    /** Stops the recording and returns the longest task, in milliseconds of processor time. */
    double longestMillis() {
        return millis().max().orElseThrow();
    }

    /** Stops the recording and returns the sum of all tasks, in milliseconds of processor time. */
    double totalMillis() {
        return millis().sum();
    }

    private DoubleStream millis() {
        Set<String> mainThreads = new HashSet<>();
        List<Double> tasks = new ArrayList<>();
        List<JsonElement> events = JsonParser.parseString(new String(browser.stopTracing(), StandardCharsets.UTF_8))
                .getAsJsonObject()
                .getAsJsonArray("traceEvents")
                .asList();
        for (JsonElement element : events) {
            JsonObject event = element.getAsJsonObject();
            if (name(event).equals("thread_name")
                    && name(event.getAsJsonObject("args")).equals("CrRendererMain")) {
                mainThreads.add(thread(event));
            }
        }
        for (JsonElement element : events) {
            JsonObject event = element.getAsJsonObject();
            if (name(event).equals("RunTask") && event.has("tdur") && mainThreads.contains(thread(event))) {
                tasks.add(event.get("tdur").getAsDouble() / MICROS);
            }
        }
        assertThat(tasks).as("tasks in the trace").hasSizeGreaterThan(100);
        return tasks.stream().mapToDouble(Double::doubleValue);
    }

    private static String name(JsonObject event) {
        return event.get("name").getAsString();
    }

    private static String thread(JsonObject event) {
        return event.get("pid") + "/" + event.get("tid");
    }
}
