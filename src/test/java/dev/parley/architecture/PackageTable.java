package dev.parley.architecture;

import java.util.List;

/**
 * Who may import what. This is the table of packages; a new package, or a new library in one, is a change here and
 * so is seen in review. The base package itself has no row: it puts everything together and may know everything.
 */
final class PackageTable {

    private static final List<String> CORE = List.of("people", "room");
    private static final List<String> CORE_AND_COMMAND = List.of("people", "room", "command");

    /** What the dialects of people who cannot be asked again have in common. */
    private static final List<String> TALK = List.of("bridge.talk");

    private static final List<String> JACKSON = List.of("tools.jackson", "com.fasterxml.jackson.annotation");
    private static final List<String> JLINE = List.of("org.jline");
    private static final List<String> NETTY = List.of("io.netty");
    private static final List<String> UNICODE = List.of("com.ibm.icu", "rocks.xmpp.precis");

    /** A listener starts and stops with the server, in its phase; more of Spring it need not know. */
    private static final List<String> LIFECYCLE = List.of(
            "org.springframework.context.Lifecycle",
            "org.springframework.context.Phased",
            "org.springframework.context.SmartLifecycle");

    private static final List<String> WIRING = List.of(
            "jakarta.annotation",
            "jakarta.validation",
            "org.springframework.beans",
            "org.springframework.boot.autoconfigure",
            "org.springframework.boot.context",
            "org.springframework.context",
            "org.springframework.core",
            "org.springframework.scheduling",
            "org.springframework.stereotype",
            "org.springframework.util");

    private static final List<String> SPRING_JDBC = List.of(
            "org.flywaydb",
            "org.springframework.dao",
            "org.springframework.jdbc",
            "org.springframework.transaction",
            "org.sqlite");

    private static final List<String> SPRING_MESSAGING = List.of(
            "jakarta.servlet",
            "org.springframework.http",
            "org.springframework.messaging",
            "org.springframework.web.socket",
            "org.springframework.web.util");

    private static final List<String> TOMCAT = List.of(
            "jakarta.websocket",
            "org.apache.catalina",
            "org.apache.coyote",
            "org.apache.tomcat",
            "org.springframework.boot.tomcat",
            "org.springframework.boot.web.server");

    private static final List<String> SPRING_MVC = List.of(
            "jakarta.servlet",
            "org.springframework.boot.webmvc",
            "org.springframework.http",
            "org.springframework.ui",
            "org.springframework.validation",
            "org.springframework.web.bind",
            "org.springframework.web.context",
            "org.springframework.web.filter",
            "org.springframework.web.method",
            "org.springframework.web.server",
            "org.springframework.web.servlet",
            "org.springframework.web.util");

    /** Unicode's rules are for {@code Name} and the classes named after it, not for the claims, {@code Names}. */
    private static final List<String> CLAIMS = List.of("Names");

    static final List<String> DIALECTS =
            List.of("bridge.line", "bridge.framed", "bridge.turns", "bridge.handle", "bridge.stomp", "bridge.irc");

    static final List<Row> ROWS = List.of(
            Row.of("people").onlyIf(name -> !speaksUnicode(name)),
            Row.of("people").onlyIf(PackageTable::speaksUnicode).uses(UNICODE),
            Row.of("room").knows(List.of("people")),
            Row.of("command").knows(CORE),
            Row.of("stomp"),
            Row.of("wire").knows(CORE_AND_COMMAND).knows(List.of("stomp")).uses(JACKSON),
            Row.of("history").knows(CORE).uses(SPRING_JDBC),
            Row.of("websocket")
                    .knows(CORE_AND_COMMAND)
                    .knows(List.of("stomp", "wire", "websocket.tomcat"))
                    .uses(WIRING)
                    .uses(SPRING_MESSAGING),
            Row.of("websocket.tomcat")
                    .knows(CORE_AND_COMMAND)
                    .knows(List.of("stomp", "wire", "websocket"))
                    .uses(WIRING)
                    .uses(SPRING_MESSAGING)
                    .uses(TOMCAT),
            Row.of("web")
                    .knows(CORE)
                    .knows(List.of("wire"))
                    .uses(WIRING)
                    .uses(SPRING_MVC)
                    .uses(JACKSON),
            Row.of("bridge").knows(CORE).uses(NETTY).uses(LIFECYCLE),
            Row.of("bridge.talk").knows(CORE_AND_COMMAND).knows(List.of("bridge")),
            dialect("bridge.line"),
            dialect("bridge.framed").knows(TALK),
            dialect("bridge.turns").knows(TALK),
            dialect("bridge.handle").knows(TALK),
            dialect("bridge.stomp").knows(List.of("stomp", "wire")),
            dialect("bridge.irc"),
            Row.of("operator").knows(CORE_AND_COMMAND).uses(JLINE).uses(JACKSON).uses(WIRING),
            Row.of("terminal.session").knows(List.of("stomp")).uses(JACKSON),
            Row.of("terminal")
                    .knows(List.of("stomp", "terminal.session"))
                    .uses(JLINE)
                    .uses(JACKSON)
                    .uses(List.of("picocli")),
            Row.of("cli").knows(List.of("terminal")).uses(List.of("picocli")));

    private PackageTable() {}

    private static Row dialect(String name) {
        return Row.of(name).knows(CORE_AND_COMMAND).knows(List.of("bridge")).uses(NETTY);
    }

    private static boolean speaksUnicode(String simpleName) {
        return simpleName.startsWith("Name") && !CLAIMS.contains(simpleName);
    }
}
