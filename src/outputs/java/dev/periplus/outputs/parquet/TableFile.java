package dev.periplus.outputs.parquet;

import com.github.luben.zstd.Zstd;
import dev.periplus.file.PartFile;
import dev.periplus.memory.Memory;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import tools.jackson.core.JsonParser;

/**
 * One Parquet file, compressed with zstd. It gets its name once it is complete.
 *
 * <p>It puts the parts of parquet-java together itself, because the writers that do so need Hadoop's classes.
 */
final class TableFile implements Closeable {
    /** Bytes of rows that wait in memory for the end of their row group. */
    private static final int ROW_GROUP = Memory.scaled(32 << 20);

    private static final int PAGE = 1 << 18;
    private static final int CHECKED_EVERY = 64;
    private static final int NO_PADDING = 0;

    private static final ParquetProperties PROPERTIES = ParquetProperties.builder()
            .withPageSize(PAGE)
            .withDictionaryPageSize(PAGE)
            .build();

    private final PartFile file;
    private final MessageType schema;
    private final MessageColumnIO columns;
    private final ParquetFileWriter writer;
    private final Map<String, String> facts;
    private ColumnChunkPageWriteStore pages;
    private ColumnWriteStore store;
    private RecordConsumer rows;
    private long waiting;

    /** Compresses pages. */
    private static final class ZstdPages implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            ByteArrayOutputStream plain = new ByteArrayOutputStream(Math.toIntExact(bytes.size()));
            bytes.writeAllTo(plain);
            return BytesInput.from(Zstd.compress(plain.toByteArray()));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {}
    }

    /** @param facts kept in the file's footer */
    TableFile(Path path, MessageType schema, Map<String, String> facts) throws IOException {
        file = PartFile.begin(path);
        this.schema = schema;
        this.facts = facts;
        columns = new ColumnIOFactory().getColumnIO(schema);
        writer = new ParquetFileWriter(
                new LocalOutputFile(file.path()),
                schema,
                ParquetFileWriter.Mode.OVERWRITE,
                ROW_GROUP,
                NO_PADDING,
                null,
                PROPERTIES);
        writer.start();
        beginRowGroup();
    }

    private void beginRowGroup() {
        pages = new ColumnChunkPageWriteStore(
                new ZstdPages(),
                schema,
                HeapByteBufferAllocator.getInstance(),
                PROPERTIES.getColumnIndexTruncateLength(),
                PROPERTIES.getPageWriteChecksumEnabled(),
                null,
                0);
        store = PROPERTIES.newColumnWriteStore(schema, pages, pages);
        rows = columns.getRecordWriter(store);
        waiting = 0;
    }

    Path path() {
        return file.target();
    }

    /** Writes the object that the parser has come to the start of. */
    void write(JsonParser json) throws IOException {
        new JsonRow(json, rows).write(schema);
        waiting++;
        store.endRecord();
        if (waiting % CHECKED_EVERY == 0 && store.getBufferedSize() > ROW_GROUP) {
            endRowGroup();
            beginRowGroup();
        }
    }

    /** Bytes of row groups in the file. */
    long written() throws IOException {
        return writer.getPos();
    }

    private void endRowGroup() throws IOException {
        rows.flush();
        if (waiting > 0) {
            writer.startBlock(waiting);
            store.flush();
            pages.flushToFileWriter(writer);
            writer.endBlock();
        }
        pages.close();
    }

    void complete() throws IOException {
        endRowGroup();
        writer.end(facts);
        file.complete();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
