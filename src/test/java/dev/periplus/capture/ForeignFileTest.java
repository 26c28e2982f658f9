package dev.periplus.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignFileTest {
    private static String looksLike(byte[] bytes) {
        return ForeignFile.looksLike(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7f454c4602010100|an ELF program",
                "474d425500000000|a NetMon 2 capture",
                "736e6f6f7000000000000002|a Sun snoop capture",
                "fd377a585a000004|xz: unpack it first",
                "504b030414000000|a ZIP archive: unpack it first",
                "0000000000000000|zero bytes (8 bytes)",
                "0102030405|data of an unknown format (5 bytes)",
                "a1b234cd00020004|a pcap variant that was never released",
                "1c0001ac00020004|an Ixia capture",
            })
    void knowsUsualFilesByTheirFirstBytes(String hex, String words) {
        assertEquals(words, looksLike(java.util.HexFormat.of().parseHex(hex)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!DOCTYPE html><html>|HTML",
                "<?xml version='1.0'?>|XML",
                "{\"run\": 1}|JSON",
                "#!/bin/sh|a script",
                "No.  Time  Source|text",
                "version https://git-lfs.github.com/spec/v1|a Git LFS pointer: the file itself was not fetched",
                "%PDF-1.7|a PDF document",
            })
    void tellsKindsOfText(String text, String words) {
        assertEquals(words, looksLike(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void namesAnEmptyFile() {
        assertEquals("an empty file", looksLike(new byte[0]));
    }

    @Test
    void knowsTarByItsMagicInTheMiddle() {
        byte[] tar = new byte[512];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        assertEquals("a tar archive: unpack it first", looksLike(tar));
    }
}
