package dev.periplus.transfer;

import java.io.IOException;
import java.io.OutputStream;

/** Takes the bytes of files. */
public interface Destination {
    /**
     * Called when the first bytes of a file come.
     *
     * @return where its bytes go, those that the capture lacks as zeros; closed when the file has ended
     */
    OutputStream open(CarriedFile file) throws IOException;
}
