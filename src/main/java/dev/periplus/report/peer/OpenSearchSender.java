package dev.periplus.report.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.FlowRecord;
import dev.periplus.flow.FlowEnd;
import dev.periplus.report.FlowIds;
import dev.periplus.report.RecordQueue;
import dev.periplus.report.peer.ServerClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Sends documents in bulk. A document's id is made of the flow's uid, and of its end if the flow goes on: what is sent
 * twice, because an answer was lost or captures are read again, is there once.
 *
 * <p>How it works. A request is sent again, at growing intervals, while the server is away, busy (429, 5xx) or does not let
 * us in (401, 403): the queue before it fills meanwhile. Of a request that was answered, the documents that met a busy shard
 * are sent again; those refused for what they are go to {@link DeadLetters}.
 */
final class OpenSearchSender implements RecordQueue.Sender {
    private static final String NAME = "opensearch";
    private static final String NDJSON = "application/x-ndjson";
    private static final String JSON = "application/json";
    private static final int MOST_DOCUMENTS = 1000;
    private static final int MOST_BYTES = 5 << 20;
    private static final long FIRST_WAIT = 250;
    private static final long LONGEST_WAIT = 30_000;
    private static final int BUSY = 429;
    private static final int WRONG = 400;
    private static final int TOO_LARGE = 413;
    private static final int THERE = 409;
    private static final int SERVER_ERROR = 500;

    private final ServerClient client;
    private final String stream;
    private final DeadLetters dead;
    private final Consumer<String> notes;
    private final ByteArrayOutputStream document = new ByteArrayOutputStream();
    private final EcsReport ecs = new EcsReport(document);
    private final FlowIds ids = new FlowIds();
    private final LongAdder sent = new LongAdder();
    private final LongAdder known = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private List<Document> batch = new ArrayList<>();
    private int bytes;
    private int most = MOST_DOCUMENTS;
    private long wait = FIRST_WAIT;
    private boolean prepared;
    private String told = "";

    /** Both lines of a bulk request. */
    private record Document(byte[] action, byte[] source) {
        int length() {
            return action.length + source.length;
        }
    }

    OpenSearchSender(ServerClient client, String stream, DeadLetters dead, Consumer<String> notes) {
        this.client = client;
        this.stream = stream;
        this.dead = dead;
        this.notes = notes;
    }

    @Override
    public void send(FlowRecord record) throws InterruptedException {
        Document made = document(record);
        if (batch.size() >= most || bytes + made.length() > MOST_BYTES) {
            post(Long.MAX_VALUE);
        }
        batch.add(made);
        bytes += made.length();
    }

    private Document document(FlowRecord record) {
        String id = ids.uidText(record.flow());
        if (record.flow().endReason() == FlowEnd.ACTIVE) {
            id += "-" + record.flow().end();
            ecs.goesOn(record);
        } else {
            ecs.flow(record);
        }
        ecs.flush();
        byte[] source = document.toByteArray();
        document.reset();
        return new Document(("{\"create\":{\"_id\":\"" + id + "\"}}\n").getBytes(US_ASCII), source);
    }

    @Override
    public void flush() throws InterruptedException {
        post(Long.MAX_VALUE);
    }

    @Override
    public void close(long millis) throws IOException {
        try {
            post(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        refused.add(batch.size());
        batch.clear();
        dead.close();
    }

    /**
     * Sends the batch until nothing of it is left.
     *
     * @param deadline time of {@link System#nanoTime} after which it gives up
     */
    private void post(long deadline) throws InterruptedException {
        while (!batch.isEmpty()) {
            int before = batch.size();
            int asked = tried();
            if (batch.isEmpty() || batch.size() < before && asked == 0) {
                wait = FIRST_WAIT;
                continue;
            }
            long millis = asked > 0 ? TimeUnit.SECONDS.toMillis(asked) : wait;
            if (deadline - System.nanoTime() < TimeUnit.MILLISECONDS.toNanos(millis)) {
                return;
            }
            Thread.sleep(millis);
            wait = Math.min(2 * wait, LONGEST_WAIT);
        }
        bytes = 0;
    }

    /** Sends the batch once; returns how many seconds the server asks to wait, or 0. */
    private int tried() throws InterruptedException {
        try {
            prepare();
            int count = Math.min(most, batch.size());
            ByteArrayOutputStream body = new ByteArrayOutputStream(bytes);
            for (Document one : batch.subList(0, count)) {
                body.writeBytes(one.action);
                body.writeBytes(one.source);
            }
            Answer answer = client.send("POST", "/" + stream + "/_bulk", NDJSON, body.toByteArray());
            int status = answer.status();
            if (status == TOO_LARGE && count > 1) {
                most = count / 2;
                return tried();
            }
            if (status / 100 == 2) {
                told = "";
                settle(BulkAnswer.read(answer.body(), count));
            } else if (isPassing(status)) {
                tell("the server answers " + status);
                return answer.retryAfter();
            } else {
                settle(Collections.nCopies(count, new BulkAnswer.Item(status, "the whole request")));
            }
        } catch (IOException e) {
            tell(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
        return 0;
    }

    /**
     * Whether a later try may succeed: the server is busy or broken, its administrator has to let us in, or another one
     * answers in its place. Only what is wrong with the request itself is final.
     */
    private static boolean isPassing(int status) {
        return status != WRONG && status != TOO_LARGE;
    }

    /** Takes what has a result out of the batch. */
    private void settle(List<BulkAnswer.Item> items) {
        List<Document> left = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            BulkAnswer.Item item = items.get(i);
            if (item.status() / 100 == 2) {
                sent.increment();
            } else if (item.status() == THERE) {
                known.increment();
            } else if (item.status() == BUSY || item.status() >= SERVER_ERROR) {
                left.add(batch.get(i));
            } else {
                refused(item, batch.get(i));
            }
        }
        left.addAll(batch.subList(items.size(), batch.size()));
        batch = left;
    }

    private void refused(BulkAnswer.Item item, Document what) {
        refused.increment();
        try {
            if (dead.keep(item.status(), item.reason(), what.source)) {
                tell("refused records are kept in " + dead.path());
            } else {
                tell("no more refused records are kept in " + dead.path());
            }
        } catch (IOException e) {
            tell("refused records cannot be kept in " + dead.path() + ": " + e.getMessage());
        }
    }

    /** Installs the template of the data stream, unless there is one of its name. */
    private void prepare() throws IOException, InterruptedException {
        if (prepared) {
            return;
        }
        String path = "/_index_template/periplus-" + stream;
        Answer there = client.send("GET", path, JSON, null);
        if (there.status() == 404) {
            Answer put = client.send("PUT", path, JSON, template());
            if (put.status() / 100 != 2) {
                if (put.status() == BUSY || put.status() >= SERVER_ERROR) {
                    throw new IOException("the server answers " + put.status());
                }
                tell("cannot install the index template: the server answers " + put.status());
            }
        } else if (there.status() == BUSY || there.status() >= SERVER_ERROR) {
            throw new IOException("the server answers " + there.status());
        }
        prepared = true;
    }

    private byte[] template() throws IOException {
        try (InputStream in = OpenSearchSender.class.getResourceAsStream("opensearch-template.json")) {
            if (in == null) {
                throw new IllegalStateException("no template");
            }
            return new String(in.readAllBytes(), UTF_8).replace("NAME", stream).getBytes(UTF_8);
        }
    }

    /** Tells the user, once for each trouble. */
    private void tell(String sentence) {
        if (!sentence.equals(told)) {
            told = sentence;
            notes.accept(NAME + ": " + sentence);
        }
    }

    @Override
    public Counters counters() {
        return Counters.of(
                Counter.RECORDS_SENT.count(NAME, sent.sum()),
                Counter.RECORDS_KNOWN.count(NAME, known.sum()),
                Counter.RECORDS_REFUSED.count(NAME, refused.sum()));
    }
}
