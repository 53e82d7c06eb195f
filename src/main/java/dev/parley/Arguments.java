package dev.parley;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the command line asks for: a server, unless it is asked for help or cannot be understood.
 *
 * @param options for the server, as {@code --name=value}
 */
record Arguments(List<String> options) {

    static final String USAGE =
            "Usage: java -jar parley.jar [serve [PORT...]] [--SETTING=VALUE...], or java -jar parley.jar join [HOST] [PORT]";

    private static final Set<String> HELP = Set.of("--help", "-h", "help");
    private static final Pattern PORT = Pattern.compile("[0-9]+");

    /** What an option may begin with: Parley's own settings, and those of what it runs on. */
    private static final Set<String> GROUPS =
            Set.of("parley", "server", "spring", "logging", "management", "debug", "trace");

    /** It asks for something that there is not; the message is a sentence. */
    static final class Misunderstood extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Misunderstood(String sentence) {
            super(sentence);
        }
    }

    /** Whether all that is wanted is to know how it is used. */
    static boolean askForHelp(String... words) {
        return words.length > 0 && HELP.contains(words[0]);
    }

    /**
     * Reads the command line.
     *
     * @throws Misunderstood if it makes no sense
     */
    static Arguments read(String... words) {
        List<String> rest = new ArrayList<>(Arrays.asList(words));
        List<String> options = new ArrayList<>();
        if (!rest.isEmpty() && !rest.get(0).startsWith("-")) {
            String asked = rest.remove(0);
            if (!asked.equals("serve")) {
                throw new Misunderstood("There is no “" + asked + "” that Parley could do. " + USAGE);
            }
            List<String> ports = new ArrayList<>();
            while (!rest.isEmpty() && PORT.matcher(rest.get(0)).matches()) {
                ports.add(rest.remove(0));
            }
            if (!ports.isEmpty()) {
                options.add("--parley.tcp.ports=" + String.join(",", ports));
            }
        }
        rest.forEach(word -> options.add(option(word)));
        return new Arguments(options);
    }

    private static String option(String word) {
        if (!word.startsWith("--")) {
            throw new Misunderstood("“" + word + "” is neither a port after “serve” nor an option. " + USAGE);
        }
        String name = word.substring(2).split("=", 2)[0];
        if (!GROUPS.contains(name.split("[.\\[]", 2)[0])) {
            throw new Misunderstood(
                    "There is no option --" + name + ". Settings are written like --server.port=8080. " + USAGE);
        }
        return word.contains("=") || name.equals("debug") || name.equals("trace") ? word : word + "=true";
    }
}
