package dev.parley.cluster;

import dev.parley.integration.ServerProcess;
import dev.parley.storage.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * Runs nodes as processes on one PostgreSQL server. Each node reaches the database through a proxy of its own, and listens for
 * notices through another one.
 */
public final class NodeProcesses implements AutoCloseable {

    private final Path folder;
    private final PostgresProcess postgres;
    private final TestDatabase database;
    private final List<TcpProxy> dataLinks = new ArrayList<>();
    private final List<TcpProxy> noticeLinks = new ArrayList<>();
    private final List<ServerProcess> nodes = new CopyOnWriteArrayList<>();

    /**
     * Starts a PostgreSQL server and nodes at the same time.
     *
     * @param wrappers a node for each, with its modified command
     */
    public NodeProcesses(Path folder, List<UnaryOperator<List<String>>> wrappers, String... options) {
        this.folder = folder;
        postgres = PostgresProcess.start(folder);
        database = TestDatabase.createOn(postgres.port(), "");
        database.open().close();
        TranscriptFolder.audit(database);
        List<CompletableFuture<ServerProcess>> starting = new ArrayList<>();
        for (int i = 0; i < wrappers.size(); i++) {
            dataLinks.add(new TcpProxy(postgres.port()));
            noticeLinks.add(new TcpProxy(postgres.port()));
            int index = i;
            starting.add(CompletableFuture.supplyAsync(() -> start(index, wrappers.get(index), options)));
        }
        starting.forEach(started -> nodes.add(started.join()));
    }

    private ServerProcess start(int index, UnaryOperator<List<String>> wrapper, String... options) {
        List<String> all = new ArrayList<>(List.of(
                "--spring.datasource.url=" + url(dataLinks.get(index)),
                "--parley.cluster.listen-url=" + url(noticeLinks.get(index)),
                "--spring.datasource.username=postgres",
                "--spring.datasource.hikari.maximum-pool-size=6",
                "--parley.limits.messages-per-second=0"));
        all.addAll(Arrays.asList(options));
        try {
            return ServerProcess.start(
                    wrapper, Files.createDirectories(folder.resolve(name(index))), all.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String url(TcpProxy link) {
        return "jdbc:postgresql://localhost:" + link.port() + "/" + database.name();
    }

    /** Returns the name of a node in transcripts. */
    public static String name(int index) {
        return "node" + index;
    }

    /** Returns the number of nodes. */
    public int size() {
        return nodes.size();
    }

    /** Returns the current process of a node. */
    public ServerProcess node(int index) {
        return nodes.get(index);
    }

    /** Starts a node again that has ended. */
    public void restart(int index) {
        nodes.set(index, nodes.get(index).restart());
    }

    /** Returns the link of a node to the database, without notices. */
    public TcpProxy dataLink(int index) {
        return dataLinks.get(index);
    }

    /** Returns the link of a node for notices. */
    public TcpProxy noticeLink(int index) {
        return noticeLinks.get(index);
    }

    /** Returns the database server. */
    public PostgresProcess postgres() {
        return postgres;
    }

    /** Returns the database, without a proxy. */
    public TestDatabase database() {
        return database;
    }

    @Override
    public void close() {
        nodes.forEach(ServerProcess::close);
        dataLinks.forEach(TcpProxy::close);
        noticeLinks.forEach(TcpProxy::close);
        postgres.close();
    }
}
