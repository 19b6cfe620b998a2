package io.pocket.benchmarks.contender;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** SET and GET in RESP. */
public final class FakeRedis extends FakeServer {
    @Override
    protected void answer(InputStream in, OutputStream out) throws IOException {
        int words = Integer.parseInt(line(in).substring(1));
        String[] request = new String[words];
        byte[] last = {};
        for (int i = 0; i < words; i++) {
            last = in.readNBytes(Integer.parseInt(line(in).substring(1)));
            request[i] = new String(last, java.nio.charset.StandardCharsets.ISO_8859_1);
            line(in);
        }
        out.write(request[0].equals("SET") ? set(request[1], last) : get(request[1]));
    }

    private byte[] set(String key, byte[] value) {
        if (key.startsWith("full/")) {
            return bytes("-OOM command not allowed\r\n");
        }
        values.put(key, value);
        return bytes("+OK\r\n");
    }

    private byte[] get(String key) throws IOException {
        byte[] value = values.get(key);
        if (value == null) {
            return bytes("$-1\r\n");
        }
        var answer = new java.io.ByteArrayOutputStream();
        answer.write(bytes("$" + value.length + "\r\n"));
        answer.write(value);
        answer.write(bytes("\r\n"));
        return answer.toByteArray();
    }
}
