package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Translates the words after {@code serve}: TCP ports, then settings. */
final class ServeOptions {

    private static final Pattern PORT = Pattern.compile("[0-9]+");

    /** The first part of an option's name: Parley's own settings, and those of Spring Boot. */
    private static final Set<String> GROUPS =
            Set.of("parley", "server", "spring", "logging", "management", "debug", "trace");

    private ServeOptions() {}

    /**
     * Returns the options for the server, each {@code --name=value}, {@code --debug} or {@code --trace}.
     *
     * @throws InvalidWordException if a word is neither a port before all settings nor a setting
     */
    static List<String> of(List<String> words) throws InvalidWordException {
        int ports = 0;
        while (ports < words.size() && PORT.matcher(words.get(ports)).matches()) {
            ports++;
        }
        List<String> options = new ArrayList<>();
        if (ports > 0) {
            options.add("--parley.tcp.ports=" + String.join(",", words.subList(0, ports)));
        }
        for (String word : words.subList(ports, words.size())) {
            options.add(option(word));
        }
        return options;
    }

    private static String option(String word) throws InvalidWordException {
        if (!word.startsWith("--")) {
            throw new InvalidWordException("“" + word + "” is neither a port directly after “serve” nor a setting.");
        }
        String name = word.substring(2).split("=", 2)[0];
        if (!GROUPS.contains(name.split("[.\\[]", 2)[0])) {
            throw new InvalidWordException(
                    "There is no option --" + name + ". Settings are written like --server.port=8080.");
        }
        return word.contains("=") || name.equals("debug") || name.equals("trace") ? word : word + "=true";
    }

    /** A word is neither a port nor a setting. */
    static final class InvalidWordException extends Exception {

        private final String sentence;

        InvalidWordException(String sentence) {
            super(sentence);
            this.sentence = sentence;
        }

        /** Returns the reason, for the operator. */
        String sentence() {
            return sentence;
        }
    }
}
