package dev.periplus.synthetic;

/**
 * A capture file and its expected flows.
 *
 * @param file file name, with extension
 * @param expected the expected answers, tab-separated, with a header line
 */
record Capture(String file, byte[] bytes, String expected) {
    /** Returns the name of the file with the expected answers. */
    String expectedFile() {
        return file.substring(0, file.lastIndexOf('.')) + ".expected.tsv";
    }

    @Override
    public String toString() {
        return file;
    }
}
