package dev.periplus.transfer;

/** One side of a stream that sends a file and nothing else, from the first byte that it is shown on. */
final class RawFile implements Carrier {
    private final CarriedFiles files;
    private final CarriedFile file;
    private final int sender;
    private boolean over;

    RawFile(CarriedFiles files, int sender, String name) {
        this.files = files;
        this.sender = sender;
        file = files.begin(name, "");
    }

    @Override
    public void bytes(int side, byte[] from, int offset, int length) {
        if (side == sender) {
            file.bytes(from, offset, length);
        }
    }

    @Override
    public void missing(int side, long count) {
        if (side == sender) {
            file.missing(count);
        }
    }

    @Override
    public void ended(int side, boolean closed) {
        if (side == sender && !over) {
            over = true;
            files.end(file, closed);
        }
    }
}
