// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpora.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace fulmar::testing {

std::optional<std::filesystem::path> corpora()
{
    const char* const configured = std::getenv("FULMAR_CORPORA");
    const std::filesystem::path folder
        = configured ? configured : FULMAR_SOURCE_DIR "/../shared/corpora";
    return std::filesystem::exists(folder) ? std::optional(folder) : std::nullopt;
}

std::string bytesOf(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

QJsonArray dovecotRows(
    const std::string& file, const std::string& array, const std::string& function)
{
    const std::string text = bytesOf(*corpora() / "dovecot-vectors" / file);
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(text));
    QJsonArray rows;
    for (const QJsonValue table : document[u"tables"].toArray()) {
        const bool matches = table[u"array"].toString().toStdString() == array
            && (function.empty() || table[u"in_function"].toString().toStdString() == function);
        for (const QJsonValue row : matches ? table[u"cases"].toArray() : QJsonArray())
            rows.append(row);
    }
    return rows;
}

std::string bytesOf(const QJsonValue& value)
{
    if (value.isObject())
        return QByteArray::fromHex(value[u"$hex"].toString().toLatin1()).toStdString();
    return value.toString().toUtf8().toStdString();
}

} // namespace fulmar::testing
