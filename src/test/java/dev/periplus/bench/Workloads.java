package dev.periplus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The captures to measure with, in a folder: created on first use and reused afterwards. They are synthetic and
 * reproducible byte for byte.
 *
 * @param folder where they are kept; created if needed
 */
public record Workloads(Path folder) {
    static final String MIX = "mix";
    static final String BULK = "bulk";
    static final String FLOOD = "flood";
    static final String SMALL = "small";
    static final List<String> NAMES = List.of(MIX, BULK, FLOOD, SMALL);

    private static final Path CAPTURES = Path.of("captures");
    private static final int BULK_FLOWS = 200;
    private static final int SMALL_FLOWS = 20;
    private static final int SMALL_BYTES = 100_000;

    /**
     * Returns the file of a workload, {@code mix}, {@code bulk}, {@code flood} or {@code small}.
     *
     * @param size written as {@code 64m} or {@code 1g}; the small one has its own
     */
    public Path file(String name, String size) throws IOException {
        return file(name, ByteSize.parse(size));
    }

    /** Returns the file of a workload. An existing file is complete, because files get their names when they are. */
    Path file(String name, ByteSize wanted) throws IOException {
        ByteSize size = name.equals(SMALL) ? new ByteSize(SMALL_BYTES) : wanted;
        Path file = folder.resolve(name + "-" + size + ".pcap");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            Path unfinished = folder.resolve(file.getFileName() + ".part");
            try (PcapWriter out = new PcapWriter(unfinished, size.bytes())) {
                traffic(name).into(out);
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static Traffic traffic(String name) throws IOException {
        return switch (name) {
            case MIX -> new MixWorkload(new CaptureFolder(CAPTURES).packets());
            case BULK -> new BulkWorkload(BULK_FLOWS);
            case FLOOD -> new FloodWorkload();
            case SMALL -> new BulkWorkload(SMALL_FLOWS);
            default -> throw new IllegalArgumentException("no workload " + name);
        };
    }
}
