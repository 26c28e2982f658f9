package dev.periplus.report.sqlite;

import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.RunSummary;
import dev.periplus.file.PartFile;
import dev.periplus.memory.Memory;
import dev.periplus.report.WriterThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes a SQLite database with flows, evidence, hosts and findings. {@code schema.sql} defines its tables and views
 * and describes each column. A flow is written when it ends.
 *
 * <p>How it works. Records are collected in pages, which a thread writes in one transaction without a journal; data
 * that does not fit the cache goes to the file. A run that fits on one page needs no other thread. Hosts are summed up
 * and indices built at the end. Until then the name of the file ends in {@code .part}; a file with its own name is
 * complete.
 */
public final class SqliteReport implements FlowSink {
    private static final int PAGE = Memory.scaled(512);
    private static final int MOST_PAGES = 8;

    private final PartFile file;
    private final SqliteDatabase database;
    private final SqliteCaptures captures;
    private final SqliteFlow flows;
    private final SqliteRun run;
    private final ArrayDeque<Future<?>> underWay = new ArrayDeque<>();
    private @Nullable ExecutorService writer;
    private List<FlowRecord> page = new ArrayList<>(PAGE);

    private SqliteReport(PartFile file) throws IOException {
        this.file = file;
        database = SqliteDatabase.create(file.path());
        captures = new SqliteCaptures(database);
        flows = new SqliteFlow(database, captures);
        run = new SqliteRun(database);
    }

    /** Begins a database that replaces the file at the path once complete. */
    public static SqliteReport at(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new FileSystemException(path.toString(), null, "not a regular file");
        }
        return new SqliteReport(PartFile.named(path));
    }

    /** Returns the files it writes. */
    public static List<Path> files(Path path) {
        return List.of(path);
    }

    @Override
    public void flow(FlowRecord record) {
        page.add(record);
        if (page.size() == PAGE) {
            submit();
        }
    }

    private void submit() {
        ExecutorService thread = writer;
        if (thread == null) {
            thread = WriterThreads.start("sqlite", 1);
            writer = thread;
        }
        List<FlowRecord> full = page;
        underWay.add(thread.submit(() -> full.forEach(flows::write)));
        if (underWay.size() == MOST_PAGES) {
            WriterThreads.await(underWay.remove());
        }
        page = new ArrayList<>(PAGE);
    }

    /** Writes all records and stops the other thread. */
    private void writeAll() {
        underWay.forEach(WriterThreads::await);
        underWay.clear();
        page.forEach(flows::write);
        page.clear();
        ExecutorService thread = writer;
        if (thread != null) {
            thread.shutdown();
        }
    }

    @Override
    public void hosts(HostFacts known) {
        writeAll();
        SqliteHosts.write(database, known);
    }

    @Override
    public void finding(Finding finding) {
        writeAll();
        run.finding(finding);
    }

    @Override
    public void finish(RunSummary summary) {
        writeAll();
        captures.write(summary);
        run.write(summary);
        try {
            database.complete();
            file.complete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
