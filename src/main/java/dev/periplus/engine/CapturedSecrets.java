package dev.periplus.engine;

import dev.periplus.capture.SecretBlocks;
import dev.periplus.decrypt.KeyLogReader;
import dev.periplus.decrypt.SecretStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Takes the secrets that captures hold (draft-ietf-opsawg-pcapng section 4.7): key logs of TLS. */
final class CapturedSecrets implements SecretBlocks {
    private static final int TLS_KEY_LOG = 0x544c534b;
    private static final int HEADER = 8;

    private final SecretStore keys;

    CapturedSecrets(SecretStore keys) {
        this.keys = keys;
    }

    @Override
    public void block(int capture, long before, byte[] body) {
        ByteBuffer head = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        if (body.length >= HEADER && head.getInt() == TLS_KEY_LOG) {
            String source = "the secrets behind packet " + before + ",";
            new KeyLogReader(keys, source, capture, before)
                    .read(body, HEADER, Math.min(head.getInt(), body.length - HEADER));
        }
    }

    @Override
    public void tooLong(int capture) {
        keys.drop();
    }
}
