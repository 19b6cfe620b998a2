# What the images of the processes are made from: run-times, jars, ahead-of-time caches. Not run itself.
#
# The context holds jars that Maven has built already (dockerfiles/build puts them together): so one build serves all images,
# nothing of a Maven repository or its credentials can get into a layer, and the images hold the jars that the tests ran.
ARG JDK_IMAGE=docker.io/library/eclipse-temurin:25-jdk

FROM ${JDK_IMAGE}

# A cache is only taken by a JVM that finds jars and run-time with the times of the training, in whole seconds as layers keep them.
ENV SOURCE_DATE_EPOCH=1767225600

# What `jdeps --ignore-missing-deps --multi-release 25 --print-module-deps` names for the jars, and jcmd, with which a running process is
# looked into. TLS is in java.base; train tries it in both.
#   servers     java.xml, java.naming: Logback; java.net.http: reports; jdk.httpserver: metrics; jdk.management: memory bounds;
#               jdk.unsupported: Netty, direct I/O; jdk.jfr: events of Netty, recordings; java.logging: the HTTP server of the JDK
#   controller  as well what Spring, Tomcat, Hibernate Validator and Jackson look for, java.desktop for its java.beans alone:
#               without the libraries of its windows, fonts and pictures; jdk.naming.dns: looking up services
RUN "$JAVA_HOME/bin/jlink" --output /opt/pocket/java-server --compress zip-6 --no-header-files --no-man-pages \
      --add-modules java.base,java.logging,java.naming,java.net.http,java.xml,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.management,jdk.unsupported \
 && "$JAVA_HOME/bin/jlink" --output /opt/pocket/java-controller --compress zip-6 --no-header-files --no-man-pages \
      --exclude-files '/java.desktop/lib/**' \
      --add-modules java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.prefs,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.management,jdk.naming.dns,jdk.unsupported \
 && find /opt/pocket -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

COPY . /opt/pocket/
RUN find /opt/pocket -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} + \
 && /opt/pocket/train \
 && find /opt/pocket -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
