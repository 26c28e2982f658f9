package dev.periplus.report.sqlite;

import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.report.WriterThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite database with flows, evidence, hosts and findings. Its tables and views are in {@code schema.sql}, which says
 * what each column holds. A flow is written once it is over.
 *
 * <p>How it works. Records are gathered in pages, which a thread writes in one transaction without a journal; what does
 * not fit the cache goes to the file. What fits on one page needs no other thread. Hosts are summed up and indices made
 * at the end. The file has a name that ends in {@code .part} until then; what has its own name is whole.
 */
public final class SqliteReport implements FlowSink {
    private static final int PAGE = 512;
    private static final int MOST_PAGES = 8;

    private final Path path;
    private final Path part;
    private final SqliteDatabase database;
    private final SqliteCaptures captures;
    private final SqliteFlow flows;
    private final SqliteRun run;
    private final ArrayDeque<Future<?>> underWay = new ArrayDeque<>();
    private @Nullable ExecutorService writer;
    private List<FlowRecord> page = new ArrayList<>(PAGE);

    private SqliteReport(Path path, Path part) throws IOException {
        this.path = path;
        this.part = part;
        database = SqliteDatabase.create(part);
        captures = new SqliteCaptures(database);
        flows = new SqliteFlow(database, captures);
        run = new SqliteRun(database);
    }

    /** Begins a database, which takes the place of what is there once it is complete. */
    public static SqliteReport at(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new FileSystemException(path.toString(), null, "it is no regular file");
        }
        return new SqliteReport(Files.exists(path) ? path.toRealPath() : path, part(path));
    }

    /** The files it writes. */
    public static List<Path> files(Path path) {
        return List.of(path, part(path));
    }

    private static Path part(Path path) {
        return path.resolveSibling(path.getFileName() + ".part");
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

    /** Every record is in the database, and no other thread uses it. */
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
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
