package dev.periplus.synthetic;

/**
 * A capture file and the flows expected in it.
 *
 * @param file its name, with extension
 * @param expected tab-separated, with a head line
 */
record Capture(String file, byte[] bytes, String expected) {
    /** Name of the file with the expected answers. */
    String expectedFile() {
        return file.substring(0, file.lastIndexOf('.')) + ".expected.tsv";
    }

    @Override
    public String toString() {
        return file;
    }
}
