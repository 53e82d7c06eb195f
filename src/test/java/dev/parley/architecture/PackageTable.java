package dev.parley.architecture;

import java.util.List;
import java.util.function.Predicate;

/**
 * Lists the packages and the packages and libraries that each may import. A new package, or a new library in an
 * existing package, needs a change here.
 */
final class PackageTable {

    private static final List<String> CHAT = List.of(
            "chat.hook", "chat.identity", "chat.room", "chat.session", "chat.moderation", "chat.search", "text");

    private static final List<String> JACKSON = List.of("tools.jackson", "com.fasterxml.jackson.annotation");
    private static final List<String> JLINE = List.of("org.jline");
    private static final List<String> NETTY = List.of("io.netty");
    private static final List<String> UNICODE = List.of("com.ibm.icu", "rocks.xmpp.precis");

    /** The Spring interfaces by which a server starts and stops in a phase of the application context. */
    private static final List<String> LIFECYCLE = List.of(
            "org.springframework.context.Lifecycle",
            "org.springframework.context.Phased",
            "org.springframework.context.SmartLifecycle");

    private static final List<String> SPRING_BEANS = List.of(
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
            "org.flywaydb", "org.springframework.dao", "org.springframework.jdbc", "org.springframework.transaction");

    private static final List<String> SPRING_MESSAGING = List.of(
            "jakarta.servlet",
            "org.springframework.http",
            "org.springframework.messaging",
            "org.springframework.web.filter",
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

    private static final List<String> DIALECTS =
            List.of("framed", "handle", "line", "named", "stomp", "turns", "irc").stream()
                    .map(name -> "tcp.dialect." + name)
                    .toList();

    private static final List<String> EVERYTHING_BUT_CLIENT = List.of(
            "archive",
            "chat",
            "command",
            "console",
            "ctl",
            "files",
            "http",
            "observability",
            "protocol",
            "stomp",
            "servlet",
            "storage",
            "tcp",
            "text",
            "webhook",
            "websocket");

    static final PackageTable PARLEY = new PackageTable(
            List.of(
                    Row.of("").knows("cli", "config").uses("org.springframework"),
                    Row.of("cli").knows("config", "client", "ctl", "migration").uses("picocli"),
                    Row.of("migration")
                            .knows("chat.room", "storage", "storage.postgres", "storage.sqlite", "text")
                            .uses(JLINE)
                            .uses("org.springframework.boot.logging", "picocli"),
                    Row.of("config")
                            .knowsBelow(EVERYTHING_BUT_CLIENT)
                            .uses(
                                    "org.springframework",
                                    "jakarta",
                                    "io.micrometer",
                                    "io.netty",
                                    "org.apache",
                                    "org.yaml",
                                    "com.zaxxer.hikari",
                                    "ch.qos.logback"),
                    Row.of("observability").knows(CHAT).uses("io.micrometer", "io.prometheus", "org.springframework"),
                    Row.of("chat.identity").knows("text").onlyIf(type -> !isAboutUnicode(type)),
                    Row.of("chat.identity")
                            .knows("text")
                            .onlyIf(PackageTable::isAboutUnicode)
                            .uses(UNICODE),
                    Row.of("chat.hook").knows("chat.room", "text"),
                    Row.of("chat.moderation").knows("chat.identity", "text"),
                    Row.of("chat.room")
                            .knows("chat.identity", "chat.moderation", "protocol.api", "text")
                            .onlyIf(type -> !type.equals("Emoji")),
                    Row.of("chat.room").onlyIf(type -> type.equals("Emoji")).uses("com.ibm.icu"),
                    Row.of("chat.session")
                            .knows("chat.hook", "chat.identity", "chat.room", "chat.moderation", "chat.search", "text"),
                    Row.of("chat.search").knows("text"),
                    Row.of("command").knows(CHAT).uses("io.nayuki.qrcodegen"),
                    Row.of("text"),
                    Row.of("archive").knows(CHAT).uses(JACKSON),
                    Row.of("stomp").knows("text"),
                    Row.of("protocol")
                            .knows(CHAT)
                            .knows("command", "protocol.api", "stomp")
                            .uses(JACKSON),
                    Row.of("protocol.api"),
                    Row.of("storage.memory").knows(CHAT),
                    Row.of("storage").knows(CHAT).uses("org.springframework.jdbc"),
                    Row.of("storage.sqlite")
                            .knows(CHAT)
                            .knows("storage")
                            .uses(SPRING_JDBC)
                            .uses("org.sqlite"),
                    Row.of("storage.postgres")
                            .knows(CHAT)
                            .knows("storage")
                            .uses(SPRING_JDBC)
                            .uses("com.zaxxer.hikari", "org.postgresql"),
                    Row.of("websocket")
                            .knows(CHAT)
                            .knows("command", "stomp", "protocol", "protocol.api", "servlet", "websocket.tomcat")
                            .uses(SPRING_BEANS)
                            .uses(SPRING_MESSAGING),
                    Row.of("websocket.tomcat")
                            .knows(CHAT)
                            .knows("command", "servlet", "stomp", "protocol", "websocket")
                            .uses(SPRING_BEANS)
                            .uses(SPRING_MESSAGING)
                            .uses(TOMCAT),
                    Row.of("files").knows(CHAT).knows("files.image"),
                    Row.of("files.image"),
                    Row.of("http")
                            .knows(CHAT)
                            .knows("files", "files.image", "protocol", "protocol.api")
                            .uses(SPRING_BEANS)
                            .uses(SPRING_MVC)
                            .uses("org.thymeleaf")
                            .uses("io.nayuki.qrcodegen")
                            .uses(JACKSON),
                    Row.of("http.api")
                            .knows(CHAT)
                            .knows("archive", "command", "http", "protocol", "protocol.api", "servlet", "stomp")
                            .uses(SPRING_BEANS)
                            .uses(SPRING_MVC)
                            .uses(
                                    "org.springframework.web.ErrorResponse",
                                    "org.springframework.web.HttpRequestMethodNotSupportedException"),
                    Row.of("http.hook")
                            .knows(CHAT)
                            .knows("protocol.api", "servlet", "webhook")
                            .uses(SPRING_BEANS)
                            .uses(SPRING_MVC)
                            .uses(JACKSON),
                    Row.of("servlet").knows("text").uses("jakarta.servlet"),
                    Row.of("http.tomcat")
                            .knows("http", "chat.identity", "chat.session")
                            .uses(SPRING_BEANS)
                            .uses(SPRING_MVC)
                            .uses(TOMCAT),
                    Row.of("webhook").knows(CHAT).uses(JACKSON).uses(NETTY).uses("javax.crypto", "javax.net.ssl"),
                    Row.of("tcp").knows(CHAT).uses(NETTY).uses(LIFECYCLE),
                    Row.of("tcp.dialect.basic")
                            .knows(CHAT)
                            .knows("command", "tcp")
                            .uses(NETTY),
                    dialect("line").knows("tcp.dialect.basic"),
                    dialect("framed").knows("tcp.dialect.basic"),
                    dialect("turns").knows("tcp.dialect.basic"),
                    dialect("handle").knows("tcp.dialect.basic"),
                    dialect("named").knows("tcp.dialect.basic"),
                    dialect("stomp").knows("stomp", "protocol", "protocol.api"),
                    Row.of("terminal").uses(JLINE),
                    Row.of("ctl")
                            .knows("terminal", "text")
                            .uses(JACKSON)
                            .uses(JLINE)
                            .uses("picocli"),
                    Row.of("console")
                            .knows(CHAT)
                            .knows("archive", "command", "ctl", "protocol.api", "terminal")
                            .uses("jdk.net")
                            .uses(JLINE)
                            .uses(JACKSON)
                            .uses(SPRING_BEANS),
                    Row.of("client.session")
                            .knows("stomp", "protocol.api", "text")
                            .uses(JACKSON),
                    Row.of("client")
                            .knows("stomp", "protocol.api", "terminal", "text", "client.session")
                            .uses(JLINE)
                            .uses(JACKSON)
                            .uses("picocli")),
            DIALECTS);

    private final List<Row> rows;
    private final List<String> singleTypePackages;

    /**
     * Creates a table.
     *
     * @param rows the rows; several rows of one package each apply to the classes that they select
     * @param singleTypePackages the packages with exactly one public type
     */
    PackageTable(List<Row> rows, List<String> singleTypePackages) {
        this.rows = rows;
        this.singleTypePackages = singleTypePackages;
    }

    List<Row> rows() {
        return rows;
    }

    List<String> singleTypePackages() {
        return singleTypePackages;
    }

    private static Row dialect(String name) {
        return Row.of("tcp.dialect." + name).knows(CHAT).knows("command", "tcp").uses(NETTY);
    }

    private static boolean isAboutUnicode(String simpleName) {
        Predicate<String> nickname = name -> name.startsWith("Nickname");
        return nickname.test(simpleName) && !simpleName.equals("NicknameRegistry");
    }
}
