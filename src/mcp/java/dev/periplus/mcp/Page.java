package dev.periplus.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One page of a list of records, which end it early if they are large. Others are counted, not kept. */
final class Page implements Consumer<String> {
    private static final int MOST_CHARACTERS = 48_000;

    private final List<Map<String, Object>> items = new ArrayList<>();
    private final Function<String, Map<String, Object>> reader;
    private final String begin;
    private final long offset;
    private final int limit;
    private long total;
    private int characters;

    /**
     * @param begin how lines of these records begin; other lines do not count
     * @param reader makes the bounded record of a line
     * @param offset records before the page
     * @param limit records on the page, at most
     */
    Page(String begin, Function<String, Map<String, Object>> reader, long offset, int limit) {
        this.begin = begin;
        this.reader = reader;
        this.offset = offset;
        this.limit = limit;
    }

    @Override
    public void accept(String line) {
        if (!line.startsWith(begin)) {
            return;
        }
        if (total == offset + items.size() && items.size() < limit && characters < MOST_CHARACTERS) {
            Map<String, Object> item = reader.apply(line);
            characters += item.toString().length();
            items.add(item);
        }
        total++;
    }

    List<Map<String, Object>> items() {
        return items;
    }

    /** Records on all pages. */
    long total() {
        return total;
    }

    /** The offset of the next page, or null after the last. */
    @Nullable
    Long next() {
        long next = offset + items.size();
        return next < total && !items.isEmpty() ? next : null;
    }
}
