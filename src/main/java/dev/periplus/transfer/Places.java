package dev.periplus.transfer;

import dev.periplus.address.Endpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of files that were asked for on one flow and pass on another, by an end of it: FTP and TFTP. */
public final class Places {
    private static final int MOST = 1024;
    private static final int LONGEST = 120;

    private final Map<Endpoint, String> names = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoint, String> eldest) {
            return size() > MOST;
        }
    };

    /** A file with this path passes on a flow with this end. */
    public void name(Endpoint end, String path) {
        String last = CarriedFiles.lastPart(path.strip());
        names.put(end, last.length() <= LONGEST ? last : last.substring(last.length() - LONGEST));
    }

    /** The name of the file that passes there, or null. */
    @Nullable
    String of(Endpoint end) {
        return names.get(end);
    }
}
