// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/command.h"

#include <memory>

/// The makers that the command table names; each is defined in the file of its command.
namespace fulmar::ctl {

std::unique_ptr<Command> makeAccountAdd(const CommandContext& context);
std::unique_ptr<Command> makeAccountList(const CommandContext& context);
std::unique_ptr<Command> makeAccountRemove(const CommandContext& context);
std::unique_ptr<Command> makeAccountSet(const CommandContext& context);
std::unique_ptr<Command> makeAccountCheck(const CommandContext& context);

std::unique_ptr<Command> makeSync(const CommandContext& context);
std::unique_ptr<Command> makeFolderList(const CommandContext& context);
std::unique_ptr<Command> makeFolderCreate(const CommandContext& context);
std::unique_ptr<Command> makeFolderRename(const CommandContext& context);
std::unique_ptr<Command> makeFolderDelete(const CommandContext& context);
std::unique_ptr<Command> makeFolderSubscribe(const CommandContext& context);
std::unique_ptr<Command> makeFolderUnsubscribe(const CommandContext& context);
std::unique_ptr<Command> makeUndo(const CommandContext& context);
std::unique_ptr<Command> makeList(const CommandContext& context);
std::unique_ptr<Command> makeThread(const CommandContext& context);
std::unique_ptr<Command> makeSearch(const CommandContext& context);
std::unique_ptr<Command> makeShow(const CommandContext& context);
std::unique_ptr<Command> makeAttachmentList(const CommandContext& context);
std::unique_ptr<Command> makeAttachmentSave(const CommandContext& context);

std::unique_ptr<Command> makeFlag(const CommandContext& context);
std::unique_ptr<Command> makeLabel(const CommandContext& context);
std::unique_ptr<Command> makeMove(const CommandContext& context);
std::unique_ptr<Command> makeCopy(const CommandContext& context);
std::unique_ptr<Command> makeArchive(const CommandContext& context);
std::unique_ptr<Command> makeTrash(const CommandContext& context);
std::unique_ptr<Command> makeJunk(const CommandContext& context);
std::unique_ptr<Command> makeDelete(const CommandContext& context);
std::unique_ptr<Command> makeActionsList(const CommandContext& context);
std::unique_ptr<Command> makeActionsRetry(const CommandContext& context);
std::unique_ptr<Command> makeActionsDrop(const CommandContext& context);

std::unique_ptr<Command> makeSend(const CommandContext& context);
std::unique_ptr<Command> makeOutboxList(const CommandContext& context);
std::unique_ptr<Command> makeOutboxShow(const CommandContext& context);
std::unique_ptr<Command> makeOutboxCancel(const CommandContext& context);
std::unique_ptr<Command> makeOutboxRetry(const CommandContext& context);
std::unique_ptr<Command> makeOutboxHold(const CommandContext& context);
std::unique_ptr<Command> makeOutboxResume(const CommandContext& context);
std::unique_ptr<Command> makeOutboxSent(const CommandContext& context);
std::unique_ptr<Command> makeQuota(const CommandContext& context);
std::unique_ptr<Command> makeMerge(const CommandContext& context);
std::unique_ptr<Command> makeMergeList(const CommandContext& context);
std::unique_ptr<Command> makeMergeShow(const CommandContext& context);
std::unique_ptr<Command> makeMergePause(const CommandContext& context);
std::unique_ptr<Command> makeMergeResume(const CommandContext& context);
std::unique_ptr<Command> makeMergeCancel(const CommandContext& context);
std::unique_ptr<Command> makeMergeSuppress(const CommandContext& context);
std::unique_ptr<Command> makeMergeAllow(const CommandContext& context);

std::unique_ptr<Command> makeLog(const CommandContext& context);

} // namespace fulmar::ctl
