package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes the first header block of one side of HTTP/2 (RFC 7541): the dynamic table starts empty and has its initial
 * size. Reusable.
 */
final class Hpack {
    private static final int TABLE_SIZE = 4096;
    private static final int ENTRY_OVERHEAD = 32;
    private static final int MOST_FIELDS = 128;

    /** RFC 7541 appendix A: names, with values after a space. */
    private static final String[] STATIC = """
        :authority
        :method GET
        :method POST
        :path /
        :path /index.html
        :scheme http
        :scheme https
        :status 200
        :status 204
        :status 206
        :status 304
        :status 400
        :status 404
        :status 500
        accept-charset
        accept-encoding gzip, deflate
        accept-language
        accept-ranges
        accept
        access-control-allow-origin
        age
        allow
        authorization
        cache-control
        content-disposition
        content-encoding
        content-language
        content-length
        content-location
        content-range
        content-type
        cookie
        date
        etag
        expect
        expires
        from
        host
        if-match
        if-modified-since
        if-none-match
        if-range
        if-unmodified-since
        last-modified
        link
        location
        max-forwards
        proxy-authenticate
        proxy-authorization
        range
        referer
        refresh
        retry-after
        server
        set-cookie
        strict-transport-security
        transfer-encoding
        user-agent
        vary
        via
        www-authenticate
        """.split("\n");

    private record Field(String name, String value) {
        int size() {
            return name.length() + value.length() + ENTRY_OVERHEAD;
        }
    }

    private final ByteCursor cursor = new ByteCursor();
    private final HpackPrimitives primitives = new HpackPrimitives(cursor);
    private final List<Field> table = new ArrayList<>();
    private int tableSize;
    private int tableLimit;

    /** Returns the fields of a block as far as they can be decoded, the first of each name. */
    Map<String, String> read(byte[] block, int from, int length) {
        cursor.reset(block, from, length);
        table.clear();
        tableSize = 0;
        tableLimit = TABLE_SIZE;
        Map<String, String> fields = new LinkedHashMap<>();
        for (int count = 0; count < MOST_FIELDS && cursor.remaining() > 0; count++) {
            Field field = next(block, from);
            if (!cursor.failed() && !field.name.isEmpty()) {
                fields.putIfAbsent(field.name, field.value);
            }
        }
        return fields;
    }

    /** Decodes one representation (section 6); a table size update returns a field without a name. */
    private Field next(byte[] block, int base) {
        int first = cursor.peek(0);
        if (first >= 0x80) {
            return entry(primitives.number(7));
        }
        if (first >= 0x40) {
            Field field = literal(primitives.number(6), block, base);
            add(field);
            return field;
        }
        if (first >= 0x20) {
            tableLimit = Math.min(primitives.number(5), TABLE_SIZE);
            evict();
            return new Field("", "");
        }
        return literal(primitives.number(4), block, base);
    }

    private Field literal(int nameIndex, byte[] block, int base) {
        String name = nameIndex == 0 ? primitives.text(7, block, base) : entry(nameIndex).name;
        return new Field(name, primitives.text(7, block, base));
    }

    private Field entry(int index) {
        if (index >= 1 && index <= STATIC.length) {
            String entry = STATIC[index - 1];
            int space = entry.indexOf(' ');
            return space < 0 ? new Field(entry, "") : new Field(entry.substring(0, space), entry.substring(space + 1));
        }
        int added = index - STATIC.length - 1;
        if (added >= 0 && added < table.size()) {
            return table.get(added);
        }
        cursor.fail();
        return new Field("", "");
    }

    private void add(Field field) {
        if (!cursor.failed()) {
            table.add(0, field);
            tableSize += field.size();
            evict();
        }
    }

    private void evict() {
        while (tableSize > tableLimit) {
            tableSize -= table.remove(table.size() - 1).size();
        }
    }
}
